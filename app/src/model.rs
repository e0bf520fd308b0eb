//! The words of the product as types: pure, the same on the server and in the browser.

pub mod access;
pub mod account;
pub mod audit;
pub mod certificate;
pub mod connection;
pub mod connection_string;
pub mod email;
pub mod folder;
pub mod ident;
pub mod ids;
pub mod probe;
pub mod secret;
pub mod setup_sql;
pub mod sign_in;
pub mod user;
