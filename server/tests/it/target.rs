//! What talks SQL to the customer's PostgreSQL, against real servers with TLS.

mod asked;
mod bounds;
mod catalog;
mod conflicts;
mod ddl;
mod gate;
mod limits;
mod oddities;
mod operators;
mod order;
mod pages;
mod parts;
mod pools;
mod problems;
mod round_trips;
mod saves;
mod scene;
mod settle;
mod silence;
mod totals;
mod touched;
mod width;
