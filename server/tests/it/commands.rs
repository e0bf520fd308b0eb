//! The program's commands, each as a process of its own.

mod configuration;
mod process;
mod rotation;
mod serving;
mod upkeep;
