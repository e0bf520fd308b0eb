//! The program's commands, each run as people run it.

mod configuration;
pub mod program;
mod rotation;
mod serving;
mod upkeep;
