//! The NextTables server.

pub mod audit;
pub mod authn;
pub mod authz;
pub mod clock;
pub mod error;
pub mod secrets;
pub mod service;
pub mod store;
pub mod target;
