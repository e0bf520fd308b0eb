//! What a server must be able to do for the pages: one trait a noun, found through the context.

pub mod account;
pub mod audit;
pub mod connections;
pub mod folders;
pub mod history;
pub mod op;
pub mod page;
pub mod rows;
pub mod tables;
pub mod users;
pub mod views;

pub use account::Account;
pub use audit::AuditLog;
pub use connections::{ConnectEvents, Connections};
pub use folders::Folders;
pub use history::History;
pub use op::Op;
pub use page::PageStatus;
pub use rows::Rows;
pub use tables::{TableEvents, Tables};
pub use users::Users;
pub use views::Views;

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
    /// The history of rows.
    pub history: Arc<dyn History>,
    /// Rows.
    pub rows: Arc<dyn Rows>,
    /// Tables.
    pub tables: Arc<dyn Tables>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Views of tables.
    pub views: Arc<dyn Views>,
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
