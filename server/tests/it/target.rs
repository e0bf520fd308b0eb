//! What talks SQL to the customer's PostgreSQL, against real servers with TLS.

mod catalog;
mod pages;
mod pools;
mod scene;
