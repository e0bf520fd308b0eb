//! The history of rows.

mod cell;
mod list;
mod restore;

pub use cell::cell;
pub use list::list;
pub use restore::restore;
