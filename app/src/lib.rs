//! NextTables' pages, the words they use, and the ports that a server must fill.

pub mod api;
pub mod assets;
pub mod error;
pub mod model;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod ports;
pub mod routes;
pub mod shell;
pub mod ui;

pub use routes::App;
pub use shell::shell;
