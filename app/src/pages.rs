//! The screens.

pub mod account;
pub mod administration;
pub mod audit_log;
pub mod databases;
pub mod folder;
pub mod home;
pub mod missing;
pub mod set_up;
pub mod sign_in;
pub mod table;
pub mod users;
pub mod workspace;
