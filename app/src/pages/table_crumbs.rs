//! The way from the top folder down to a table.

use super::folder::tree::FolderDesk;
use crate::model::table::Table;
use leptos::prelude::*;
use leptos_router::components::A;

/// The folders that the table is in, and the table itself.
#[component]
pub fn TableCrumbs(
    /// The table.
    table: Table,
) -> impl IntoView {
    let desk = FolderDesk::get();
    let folder = table.folder;
    let folders = move || {
        let tree = desk.folders.get().and_then(Result::ok).unwrap_or_default();
        let path: Vec<_> = tree.path(folder).into_iter().cloned().collect();
        path.into_iter()
            .map(|folder| {
                view! {
                    <li>
                        <A href=format!("/folders/{}", folder.id)>{folder.name}</A>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav aria-label="Breadcrumb" class="breadcrumb">
            <ol>
                <Suspense>{folders}</Suspense>
                <li>
                    <A href=format!("/tables/{}", table.id)>
                        <bdi>{table.name}</bdi>
                    </A>
                </li>
            </ol>
        </nav>
    }
    .into_any()
}
