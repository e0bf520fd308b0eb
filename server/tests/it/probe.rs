//! The connection test against servers that really are in the state that each cause names.

mod hygiene;
mod impostor;
mod network;
mod policy;
mod privileges;
pub mod scene;
mod sign_in;
mod tls;
mod whole;
