//! The words of the product as types: pure, the same on the server and in the browser.

pub mod access;
pub mod account;
pub mod audit;
pub mod cell;
pub mod certificate;
pub mod change;
pub mod connection;
pub mod connection_string;
pub mod email;
pub mod filter;
pub mod folder;
pub mod history;
pub mod ident;
pub mod ids;
pub mod name;
pub mod page;
pub mod probe;
pub mod secret;
pub mod setup_sql;
pub mod sign_in;
pub mod table;
pub mod user;
pub mod view;
pub mod watch;
pub mod zone;
