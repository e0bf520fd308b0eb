//! Database connections.

mod change_password;
mod connect;
mod copy;
mod delete;
mod edit;
mod egress;
mod list;
mod test;
mod unsettled;

pub use change_password::change_password;
pub use connect::connect;
pub use copy::copy;
pub use delete::delete;
pub use edit::edit;
pub use egress::egress;
pub use list::list;
pub use test::test;
pub use unsettled::unsettled;
