//! A folder: where it is, the tables and the folders in it.

mod connect;
mod connections;
mod create;
mod deletion;
mod desk;
mod edit;
mod tables;
pub mod tree;

use crate::error::{AppError, ErrorCode};
use crate::model::access::{SiteAccess, SiteRight};
use crate::model::folder::{Folder, FolderTree};
use crate::model::ids::FolderId;
use crate::pages::administration::set_status;
use crate::pages::table_disconnect::DisconnectQuestion;
use crate::pages::workspace::CurrentUser;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::kept::kept;
use crate::ui::page_head::PageHead;
use connect::ConnectSheet;
use create::CreateSheet;
use desk::{Purpose, TablesDesk};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tables::TableList;
use tree::FolderDesk;

/// The page of the folder in the path.
#[component]
pub fn FolderPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<FolderId>().ok()));
    move || match id.get() {
        Some(id) => view! { <OpenFolder id /> }.into_any(),
        None => not_found(),
    }
}

/// One folder. What it fetches is asked for here, not below `Transition`, where it would be asked for
/// at each look.
#[component]
fn OpenFolder(id: FolderId) -> impl IntoView {
    let folders = FolderDesk::get().folders;
    let access = CurrentUser::me().map_or_else(SiteAccess::none, |me| me.access);
    let desk = TablesDesk::new(id, access);
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading folder…"</p> }
        }>
            {
                // Folders that are fetched again and are the same leave the page as it is.
                let seen = kept(move |_| folders.get());
                move || seen.get().map(|tree| show(tree, desk))
            }
        </Transition>
    }
    .into_any()
}

fn show(tree: Result<FolderTree, AppError>, desk: TablesDesk) -> AnyView {
    match tree {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(tree) => match tree.get(desk.folder).cloned() {
            Some(folder) => view! { <Contents folder tree desk /> }.into_any(),
            None => not_found(),
        },
    }
}

fn not_found() -> AnyView {
    set_status(&AppError::new(ErrorCode::NotFound, ""));
    view! {
        <PageHead title=Signal::stored("Folder not found".to_owned()) />
        <FailureNote error=AppError::not_found("folder") />
    }
    .into_any()
}

#[component]
fn Contents(folder: Folder, tree: FolderTree, desk: TablesDesk) -> impl IntoView {
    let above = tree.path(folder.id).into_iter().filter(|above| above.id != folder.id);
    let above: Vec<_> = above.cloned().map(crumb).collect();
    let below: Vec<_> = tree.children(Some(folder.id)).cloned().map(card).collect();
    view! {
        {(!above.is_empty())
            .then(|| {
                view! {
                    <nav aria-label="Breadcrumb" class="breadcrumb">
                        <ol>{above}</ol>
                    </nav>
                }
            })}
        <PageHead title=Signal::stored(folder.name)>
            {desk.may(SiteRight::ManageTables).then(|| view! { <Actions desk /> })}
        </PageHead>
        <TableList desk />
        {(!below.is_empty())
            .then(|| {
                view! {
                    <section class="folders-below" aria-labelledby="folders-below">
                        <h2 id="folders-below">"Folders"</h2>
                        <ul class="folder-cards">{below}</ul>
                    </section>
                }
            })}
    }
    .into_any()
}

/// The buttons on the right and what they open.
#[component]
fn Actions(desk: TablesDesk) -> impl IntoView {
    view! {
        <button type="button" on:click=move |_| desk.purpose.set(Some(Purpose::Create))>
            "Create table"
        </button>
        <button
            type="button"
            class="primary"
            on:click=move |_| desk.purpose.set(Some(Purpose::Connect))
        >
            <Icon glyph=Glyph::Add />
            "Connect table"
        </button>
        <ConnectSheet desk />
        <CreateSheet desk />
        <DisconnectQuestion
            table=desk.leaving
            done=Callback::new(move |_| desk.tables.refetch())
        />
    }
    .into_any()
}

fn crumb(folder: Folder) -> impl IntoView {
    view! {
        <li>
            <A href=format!("/folders/{}", folder.id)>{folder.name}</A>
        </li>
    }
}

fn card(folder: Folder) -> impl IntoView {
    view! {
        <li>
            <A href=format!("/folders/{}", folder.id)>
                <Icon glyph=Glyph::Folder />
                {folder.name}
            </A>
        </li>
    }
}
