//! What talks SQL to the customer's PostgreSQL, against real servers with TLS.

mod catalog;
mod conflicts;
mod ddl;
mod pages;
mod pools;
mod problems;
mod saves;
mod scene;
