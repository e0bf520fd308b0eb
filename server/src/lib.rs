//! The NextTables server.

pub mod audit;
pub mod authn;
pub mod authz;
pub mod clock;
pub mod command;
pub mod config;
pub mod error;
pub mod http;
mod memory;
pub mod secrets;
pub mod service;
pub mod startup;
pub mod store;
pub mod target;
