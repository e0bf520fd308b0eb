//! NextTables' pages, the words they use, and the ports that a server must fill.

// The views nest deeper than the compiler's default allows when it lays out their futures.
#![recursion_limit = "512"]

pub mod api;
pub mod assets;
pub mod error;
pub mod grid;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod ports;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod ui;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
