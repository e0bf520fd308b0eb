//! What a folder's page knows and is about to do, shared by its list and its sheets.

use crate::api;
use crate::error::AppError;
use crate::model::access::{SiteAccess, SiteRight};
use crate::model::ids::FolderId;
use crate::model::table::{AvailableConnection, Table};
use leptos::prelude::*;

/// What a sheet is open for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Tables that are there are connected.
    Connect,
    /// A new table is created.
    Create,
}

/// One folder's tables and connections.
#[derive(Clone, Copy)]
pub struct TablesDesk {
    /// The folder.
    pub folder: FolderId,
    /// What the person may do.
    pub access: StoredValue<SiteAccess>,
    /// Its tables.
    pub tables: Resource<Result<Vec<Table>, AppError>>,
    /// The connections that are available in it; none for those who cannot use them.
    pub connections: Resource<Result<Vec<AvailableConnection>, AppError>>,
    /// What a sheet is open for.
    pub purpose: RwSignal<Option<Purpose>>,
    /// Which table the person is asked about before it is disconnected.
    pub leaving: RwSignal<Option<Table>>,
}

impl TablesDesk {
    /// Opens a folder for somebody.
    pub fn new(folder: FolderId, access: SiteAccess) -> Self {
        let manages = access.may(SiteRight::ManageTables);
        Self {
            folder,
            access: StoredValue::new(access),
            tables: Resource::new(|| (), move |()| api::table::list(folder)),
            connections: Resource::new(
                || (),
                move |()| async move {
                    if manages { api::table::available(folder).await } else { Ok(Vec::new()) }
                },
            ),
            purpose: RwSignal::new(None),
            leaving: RwSignal::new(None),
        }
    }

    /// Tells whether the person holds a right.
    pub fn may(self, right: SiteRight) -> bool {
        self.access.with_value(|access| access.may(right))
    }

    /// Whether a sheet is open for something.
    pub fn is_open(self, purpose: Purpose) -> Signal<bool> {
        Signal::derive(move || self.purpose.get() == Some(purpose))
    }

    /// Closes whatever sheet is open.
    pub fn close(self) -> Callback<()> {
        Callback::new(move |()| self.purpose.set(None))
    }
}
