//! The NextTables server.

pub mod target;
