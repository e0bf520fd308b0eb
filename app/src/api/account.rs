//! The signed-in person's own affairs.

mod change_password;
mod list_sessions;
mod me;
mod revoke_session;

pub use change_password::change_password;
pub use list_sessions::list_sessions;
pub use me::me;
pub use revoke_session::revoke_session;
