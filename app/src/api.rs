//! Server functions: what the pages call, `api/<noun>/<verb>`, each a few lines around a port.

pub mod account;
pub mod audit;
pub mod connection;
pub mod folder;
pub mod history;
pub mod row;
pub mod stream;
pub mod table;
pub mod user;
pub mod view;
