//! The program's commands, each run as people run it.

mod configuration;
mod live;
pub mod program;
mod rotation;
mod serving;
mod upkeep;
