//! The dialogs that create, rename, move and delete a folder.

use super::tree::FolderDesk;
use crate::api;
use crate::error::AppError;
use crate::model::folder::{Folder, FolderTree, field};
use crate::model::ids::FolderId;
use crate::ui::confirm::Confirm;
use crate::ui::failure::FailureNote;
use crate::ui::field::{FieldFoot, TextField};
use crate::ui::sheet::Sheet;
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// What the form is open for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderPurpose {
    /// A new folder, below another one or at the top.
    Create(Option<Folder>),
    /// Another name.
    Rename(Folder),
    /// Another place.
    Move(Folder),
}

impl FolderPurpose {
    fn title(&self) -> String {
        match self {
            Self::Create(None) => "Create folder".to_owned(),
            Self::Create(Some(parent)) => format!("Create folder in {}", parent.name),
            Self::Rename(folder) => format!("Rename {}", folder.name),
            Self::Move(folder) => format!("Move {}", folder.name),
        }
    }

    fn action(&self) -> &'static str {
        match self {
            Self::Create(_) => "Create folder",
            Self::Rename(_) => "Rename",
            Self::Move(_) => "Move",
        }
    }
}

/// The sheet with the form.
#[component]
pub fn FolderForm() -> impl IntoView {
    let desk = FolderDesk::get();
    let close = Callback::new(move |()| desk.purpose.set(None));
    let title = Signal::derive(move || {
        desk.purpose.with(|purpose| purpose.as_ref().map_or_else(String::new, FolderPurpose::title))
    });
    view! {
        <Sheet
            id="folder-sheet"
            title
            open=Signal::derive(move || desk.purpose.with(Option::is_some))
            on_close=close
        >
            {move || desk.purpose.get().map(|purpose| view! { <Fields purpose close /> })}
        </Sheet>
    }
    .into_any()
}

#[component]
fn Fields(purpose: FolderPurpose, close: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(match &purpose {
        FolderPurpose::Rename(folder) => folder.name.clone(),
        _ => String::new(),
    });
    let parent = RwSignal::new(match &purpose {
        FolderPurpose::Move(folder) => folder.parent,
        _ => None,
    });
    let failure = RwSignal::new(None::<AppError>);
    let busy = RwSignal::new(false);
    let action = purpose.action();
    let moving = match &purpose {
        FolderPurpose::Move(folder) => Some(folder.id),
        _ => None,
    };
    let submit = submit(purpose, name, parent, failure, busy, close);
    let name_problem = Signal::derive(move || failure.get()?.at_field(field::NAME).cloned());
    view! {
        <form class="sheet-form" novalidate on:submit=submit>
            <div class="sheet-body">
                {match moving {
                    Some(id) => view! { <ParentField id parent failure /> }.into_any(),
                    None => {
                        view! {
                            <TextField
                                id="folder-name"
                                label="Name"
                                value=name
                                problem=name_problem
                            />
                        }
                            .into_any()
                    }
                }}
                {move || {
                    failure
                        .get()
                        .filter(|error| error.problems.is_empty())
                        .map(|error| view! { <FailureNote error /> })
                }}
            </div>
            <footer>
                <button type="button" on:click=move |_| close.run(())>
                    "Cancel"
                </button>
                <button type="submit" class="primary" disabled=move || busy.get()>
                    {action}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// “Parent folder”: every folder but the moved one and those below it.
#[component]
fn ParentField(
    id: FolderId,
    parent: RwSignal<Option<FolderId>>,
    failure: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let desk = FolderDesk::get();
    let problem = Signal::derive(move || failure.get()?.at_field(field::PARENT).cloned());
    let tree = desk.folders.get_untracked().and_then(Result::ok).unwrap_or_default();
    view! {
        <div class="field">
            <label for="folder-parent">"Parent folder"</label>
            <select
                id="folder-parent"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby="folder-parent-problem"
                on:change=move |event| parent.set(event_target_value(&event).parse().ok())
            >
                <option value="" selected=parent.get_untracked().is_none()>
                    "None (top level)"
                </option>
                {places(&tree, id, parent.get_untracked())}
            </select>
            <FieldFoot id="folder-parent" problem />
        </div>
    }
    .into_any()
}

fn places(tree: &FolderTree, id: FolderId, chosen: Option<FolderId>) -> Vec<impl IntoView + use<>> {
    let below = tree.subtree(id);
    let others = tree.flatten().into_iter().filter(|(_, folder)| !below.contains(&folder.id));
    others
        .map(|(_, folder)| {
            let selected = chosen == Some(folder.id);
            view! {
                <option value=folder.id.to_string() selected=selected>
                    {tree.path_name(folder.id)}
                </option>
            }
        })
        .collect()
}

fn submit(
    purpose: FolderPurpose,
    name: RwSignal<String>,
    parent: RwSignal<Option<FolderId>>,
    failure: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
    close: Callback<()>,
) -> impl Fn(SubmitEvent) {
    let desk = FolderDesk::get();
    let toasts = Toasts::get();
    move |event| {
        event.prevent_default();
        busy.set(true);
        let (purpose, name, parent) =
            (purpose.clone(), name.get_untracked(), parent.get_untracked());
        spawn_local(async move {
            let done = match &purpose {
                FolderPurpose::Create(below) => {
                    api::folder::create(below.as_ref().map(|folder| folder.id), name).await
                }
                FolderPurpose::Rename(folder) => api::folder::rename(folder.id, name).await,
                FolderPurpose::Move(folder) => api::folder::move_below(folder.id, parent).await,
            };
            busy.set(false);
            match done {
                Ok(folder) => {
                    close.run(());
                    desk.folders.refetch();
                    toasts.notify(said(&purpose, &folder));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    }
}

fn said(purpose: &FolderPurpose, folder: &Folder) -> String {
    match purpose {
        FolderPurpose::Create(_) => format!("{} is created", folder.name),
        FolderPurpose::Rename(old) => format!("{} is renamed to {}", old.name, folder.name),
        FolderPurpose::Move(_) => format!("{} is moved", folder.name),
    }
}

/// The question before a folder is deleted.
#[component]
pub fn FolderDeletion() -> impl IntoView {
    let desk = FolderDesk::get();
    let toasts = Toasts::get();
    let navigate = use_navigate();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<AppError>);
    Effect::new(move |_| {
        failure.set(None);
        open.set(desk.deletion.with(Option::is_some));
    });
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && desk.deletion.with_untracked(Option::is_some) {
            desk.deletion.update(|deletion| *deletion = None);
        }
    });
    let name = move || desk.deletion.get().map_or_else(String::new, |folder| folder.name);
    let delete = Callback::new(move |()| {
        let Some(folder) = desk.deletion.get_untracked() else { return };
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            match api::folder::delete(folder.id).await {
                Ok(()) => {
                    open.set(false);
                    desk.folders.refetch();
                    toasts.notify(format!("{} is deleted", folder.name));
                    navigate("/", leptos_router::NavigateOptions::default());
                }
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    });
    view! {
        <Confirm
            id="delete-folder"
            title=Signal::derive(move || format!("Delete {}?", name()))
            action="Delete folder"
            open
            busy
            failure
            on_confirm=delete
        >
            <p>"Only an empty folder can be deleted."</p>
        </Confirm>
    }
    .into_any()
}
