//! The grid: a table's rows as a spreadsheet shows them. It knows the model, and no server.

pub mod cell;
pub mod clipboard;
pub mod columns;
pub mod edits;
pub mod geometry;
pub mod keymap;
pub mod number;
pub mod query;
pub mod selection;
pub mod tracks;
pub mod window;
