//! The integration tests: one binary, real PostgreSQL servers with TLS, loopback only.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "in a test, what cannot be is best told by a panic"
)]

mod audit;
mod commands;
mod connections;
mod faults;
mod folders;
mod http;
mod postgres;
mod probe;
mod product;
mod sessions;
mod sign_in;
mod store;
mod tables;
mod target;
mod users;
