//! The folder tree on the left: nested lists of links, each with its menu.

use super::deletion::FolderDeletion;
use super::edit::{FolderForm, FolderPurpose};
use crate::api;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::folder::{Folder, FolderTree};
use crate::model::ids::FolderId;
use crate::pages::workspace::CurrentUser;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;
use leptos_router::components::A;

/// The folders and what is about to be done with them, shared by the tree and the pages.
#[derive(Clone, Copy)]
pub struct FolderDesk {
    /// All folders that the person may see.
    pub folders: Resource<Result<FolderTree, AppError>>,
    /// What the small dialog is open for.
    pub purpose: RwSignal<Option<FolderPurpose>>,
    /// Which folder the person is asked about before it is deleted.
    pub deletion: RwSignal<Option<Folder>>,
}

impl FolderDesk {
    /// Makes the folders available to everything below.
    pub fn provide() {
        provide_context(Self::new());
    }

    /// The folders of the page.
    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self {
            folders: Resource::new_blocking(|| (), |()| api::folder::tree()),
            purpose: RwSignal::new(None),
            deletion: RwSignal::new(None),
        }
    }
}

/// The sidebar.
#[component]
pub fn FolderTreeNav() -> impl IntoView {
    let desk = FolderDesk::get();
    view! {
        <nav class="sidebar" aria-label="Folders">
            <div class="sidebar-head">
                <h2>"Folders"</h2>
                {CurrentUser::may(SiteRight::ManageFolders).then(|| view! { <CreateButton /> })}
            </div>
            <Transition fallback=|| {
                view! { <p class="loading">"Loading folders…"</p> }
            }>{move || desk.folders.get().map(show)}</Transition>
        </nav>
        <FolderForm />
        <FolderDeletion />
    }
    .into_any()
}

#[component]
fn CreateButton() -> impl IntoView {
    let desk = FolderDesk::get();
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label="Create folder"
            title="Create folder"
            on:click=move |_| desk.purpose.set(Some(FolderPurpose::Create(None)))
        >
            <Icon glyph=Glyph::Add />
        </button>
    }
    .into_any()
}

fn show(tree: Result<FolderTree, AppError>) -> AnyView {
    match tree {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(tree) if tree.is_empty() => {
            view! { <p class="hint sidebar-empty">"There is no folder yet."</p> }.into_any()
        }
        Ok(tree) => {
            let offer = if CurrentUser::may(SiteRight::ManageFolders) {
                Offer::Menus
            } else {
                Offer::Links
            };
            branch(&tree, None, offer)
        }
    }
}

/// What a folder in the tree offers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// The way to its page.
    Links,
    /// The same, and what can be done with it.
    Menus,
}

fn branch(tree: &FolderTree, parent: Option<FolderId>, offer: Offer) -> AnyView {
    let items: Vec<_> = tree.children(parent).map(|folder| item(tree, folder, offer)).collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! { <ul class="branch">{items}</ul> }.into_any()
}

fn item(tree: &FolderTree, folder: &Folder, offer: Offer) -> AnyView {
    let below = branch(tree, Some(folder.id), offer);
    let menu = (offer == Offer::Menus).then(|| view! { <FolderMenu folder=folder.clone() /> });
    let (href, name) = (format!("/folders/{}", folder.id), folder.name.clone());
    view! {
        <li>
            <div class="twig">
                <A href=href>
                    <Icon glyph=Glyph::Folder />
                    <span>{name}</span>
                </A>
                {menu}
            </div>
            {below}
        </li>
    }
    .into_any()
}

#[component]
fn FolderMenu(folder: Folder) -> impl IntoView {
    let desk = FolderDesk::get();
    let id = format!("folder-{}", folder.id);
    let label = format!("Actions for {}", folder.name);
    let stored = StoredValue::new(folder);
    let open = move |purpose: fn(Folder) -> FolderPurpose| {
        Callback::new(move |()| desk.purpose.set(Some(purpose(stored.get_value()))))
    };
    let delete = Callback::new(move |()| desk.deletion.set(Some(stored.get_value())));
    view! {
        <Menu
            id
            label=Signal::stored(label)
            face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
        >
            <MenuItem label="Create folder below" on_choose=open(|folder| {
                FolderPurpose::Create(Some(folder))
            }) />
            <MenuItem label="Rename" on_choose=open(FolderPurpose::Rename) />
            <MenuItem label="Move" on_choose=open(FolderPurpose::Move) />
            <MenuItem label="Delete" on_choose=delete />
        </Menu>
    }
    .into_any()
}
