//! Server functions about folders.

mod create;
mod delete;
mod move_below;
mod rename;
mod tree;

pub use create::create;
pub use delete::delete;
pub use move_below::move_below;
pub use rename::rename;
pub use tree::tree;
