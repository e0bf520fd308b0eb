//! The history of rows.

mod list;
mod restore;

pub use list::list;
pub use restore::restore;
