//! Rows: pages, values, saves.

mod choices;
mod count;
mod named;
mod outcome;
mod page;
mod save;
mod value;

pub use choices::choices;
pub use count::count;
pub use named::named;
pub use outcome::outcome;
pub use page::page;
pub use save::save;
pub use value::value;
