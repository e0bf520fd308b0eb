//! Administration → Databases: the connections, and the panels to make and change them.

mod fresh;
mod health;
mod list;
mod panel;
mod removal;
mod row;

use crate::api;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::connection::Connection;
use crate::model::folder::FolderTree;
use crate::pages::administration::Guarded;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use list::ConnectionList;
use panel::{ConnectionPanel, Purpose};
use removal::Removal;

/// What the page is about to do, shared by its rows and panels.
#[derive(Clone, Copy)]
struct Desk {
    /// What the panel on the right is open for.
    purpose: RwSignal<Option<Purpose>>,
    /// Which connection the person is asked about before it is deleted.
    removal: RwSignal<Option<Connection>>,
    /// The connections.
    connections: Resource<Result<Vec<Connection>, AppError>>,
    /// All folders, for their names.
    folders: Resource<Result<FolderTree, AppError>>,
}

impl Desk {
    fn get() -> Self {
        use_context::<Self>().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self {
            purpose: RwSignal::new(None),
            removal: RwSignal::new(None),
            connections: Resource::new(|| (), |()| api::connection::list()),
            folders: Resource::new(|| (), |()| api::folder::tree()),
        }
    }

    fn tree(self) -> FolderTree {
        self.folders.get().and_then(Result::ok).unwrap_or_default()
    }
}

/// The page, for those with Manage databases.
#[component]
pub fn DatabasesPage() -> impl IntoView {
    view! {
        <Guarded right=SiteRight::ManageDatabases what="Databases">
            <Databases />
        </Guarded>
    }
    .into_any()
}

#[component]
fn Databases() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    let connect = move |_| {
        desk.purpose.set(Some(Purpose::Connect(Box::default())));
    };
    view! {
        <PageHead title=Signal::stored("Databases".to_owned())>
            <button type="button" class="primary" on:click=connect>
                <Icon glyph=Glyph::Add />
                "Connect database"
            </button>
        </PageHead>
        <ConnectionList />
        <ConnectionPanel />
        <Removal />
    }
    .into_any()
}
