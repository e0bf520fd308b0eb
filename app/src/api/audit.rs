//! Reading the audit log.

mod list;

pub use list::list;
