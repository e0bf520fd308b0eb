//! Views of tables.

mod delete;
mod keep_layout;
mod layout;
mod list;
mod save;

pub use delete::delete;
pub use keep_layout::keep_layout;
pub use layout::layout;
pub use list::list;
pub use save::save;
