//! The grid: a table's rows as a spreadsheet shows them. It knows the model, and no server.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the state is many small signals, which are meant to be copied"
)]

pub mod anchor;
pub mod cell;
pub mod clipboard;
pub mod columns;
pub mod commands;
pub mod desk;
pub mod edits;
pub mod geometry;
pub mod keymap;
pub mod line_breaks;
pub mod number;
pub mod problems;
pub mod query;
pub mod selection;
pub mod source;
pub mod tracks;
pub mod view;
pub mod window;
