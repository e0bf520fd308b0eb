//! Server functions about users.

mod create;
mod deactivate;
mod edit;
mod list;
mod reactivate;
mod reset_password;

pub use create::create;
pub use deactivate::deactivate;
pub use edit::edit;
pub use list::list;
pub use reactivate::reactivate;
pub use reset_password::reset_password;
