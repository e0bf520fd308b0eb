//! A new column's fields: for new tables, and for tables that are there.

mod default;
mod fields;
mod state;

pub use fields::{ColumnFields, ColumnPlace};
pub use state::ColumnState;
