//! What a server must be able to do for the pages: one trait a noun, found through the context.

pub mod account;
pub mod audit;
pub mod connections;
pub mod folders;
pub mod op;
pub mod page;
pub mod users;

pub use account::Account;
pub use audit::AuditLog;
pub use connections::{ConnectEvents, Connections};
pub use folders::Folders;
pub use op::Op;
pub use page::PageStatus;
pub use users::Users;

use crate::error::{AppError, ErrorCode};
use leptos::prelude::use_context;
use std::sync::Arc;

/// All ports, as the server puts them into the context of every request.
#[derive(Clone)]
pub struct Ports {
    /// The signed-in person.
    pub account: Arc<dyn Account>,
    /// The audit log.
    pub audit: Arc<dyn AuditLog>,
    /// Database connections.
    pub connections: Arc<dyn Connections>,
    /// Folders.
    pub folders: Arc<dyn Folders>,
    /// Users.
    pub users: Arc<dyn Users>,
}

/// The ports and the op of the request that is being answered.
///
/// # Errors
/// `Unauthenticated` when nobody is signed in.
pub fn request() -> Result<(Ports, Op), AppError> {
    let ports = use_context::<Ports>()
        .ok_or_else(|| AppError::new(ErrorCode::Internal, "The server is not set up completely"))?;
    let op = use_context::<Op>()
        .ok_or_else(|| AppError::new(ErrorCode::Unauthenticated, "Please sign in"))?;
    Ok((ports, op))
}
