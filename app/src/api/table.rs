//! Tables: connected, created, opened.

mod add_column;
mod available;
mod comment;
mod connect;
mod create;
mod disconnect;
mod drop_table;
mod list;
mod offers;
mod open;
mod preview;
mod rename_column;
mod watch;

pub use add_column::add_column;
pub use available::available;
pub use comment::comment;
pub use connect::connect;
pub use create::create;
pub use disconnect::disconnect;
pub use drop_table::drop_table;
pub use list::list;
pub use offers::offers;
pub use open::open;
pub use preview::preview;
pub use rename_column::rename_column;
pub use watch::watch;
