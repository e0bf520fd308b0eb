//! The screens.

pub mod account;
pub mod administration;
pub mod audit_log;
mod column_form;
pub mod databases;
mod day;
mod draft_places;
pub mod folder;
pub mod history;
pub mod home;
pub mod missing;
pub mod set_up;
pub mod sign_in;
pub mod table;
mod table_crumbs;
mod table_disconnect;
pub mod table_settings;
pub mod users;
pub mod workspace;
