//! A folder: where it is, and the folders in it.

mod deletion;
mod edit;
pub mod tree;

use crate::error::{AppError, ErrorCode};
use crate::model::folder::{Folder, FolderTree};
use crate::model::ids::FolderId;
use crate::pages::administration::set_status;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tree::FolderDesk;

/// The page of the folder in the path.
#[component]
pub fn FolderPage() -> impl IntoView {
    let desk = FolderDesk::get();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")?.parse::<FolderId>().ok());
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading folder…"</p> }
        }>{move || desk.folders.get().map(|tree| show(tree, id()))}</Transition>
    }
    .into_any()
}

fn show(tree: Result<FolderTree, AppError>, id: Option<FolderId>) -> AnyView {
    match tree {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(tree) => {
            if let Some(folder) = id.and_then(|id| tree.get(id).cloned()) {
                return view! { <Contents folder tree /> }.into_any();
            }
            set_status(&AppError::new(ErrorCode::NotFound, ""));
            view! {
                <PageHead title=Signal::stored("Folder not found".to_owned()) />
                <FailureNote error=AppError::not_found("folder") />
            }
            .into_any()
        }
    }
}

#[component]
fn Contents(folder: Folder, tree: FolderTree) -> impl IntoView {
    let above = tree.path(folder.id).into_iter().filter(|above| above.id != folder.id);
    let above: Vec<_> = above.cloned().map(crumb).collect();
    let below: Vec<_> = tree.children(Some(folder.id)).cloned().map(card).collect();
    let below = if below.is_empty() {
        view! {
            <Empty glyph=Glyph::Folder title="Nothing in this folder yet">
                <p>"Folders that you create below it are listed here."</p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <h2>"Folders"</h2>
            <ul class="folder-cards">{below}</ul>
        }
        .into_any()
    };
    view! {
        {(!above.is_empty())
            .then(|| {
                view! {
                    <nav aria-label="Breadcrumb" class="breadcrumb">
                        <ol>{above}</ol>
                    </nav>
                }
            })}
        <PageHead title=Signal::stored(folder.name) />
        {below}
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
