//! The sheet that creates, renames and moves a folder.

use super::tree::FolderDesk;
use crate::api;
use crate::error::AppError;
use crate::model::folder::{Folder, FolderTree, field};
use crate::model::ids::FolderId;
use crate::ui::field::{FieldFoot, TextField};
use crate::ui::form_foot::FormFoot;
use crate::ui::sentence::named;
use crate::ui::sheet::Sheet;
use crate::ui::submission::{Submission, SubmissionFailure};
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

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

#[derive(Clone, Copy)]
struct FormState {
    name: RwSignal<String>,
    parent: RwSignal<Option<FolderId>>,
    submission: Submission,
}

impl FormState {
    fn new(purpose: &FolderPurpose) -> Self {
        let (name, parent) = match purpose {
            FolderPurpose::Create(_) => (String::new(), None),
            FolderPurpose::Rename(folder) => (folder.name.clone(), None),
            FolderPurpose::Move(folder) => (String::new(), folder.parent),
        };
        let (name, parent) = (RwSignal::new(name), RwSignal::new(parent));
        Self { name, parent, submission: Submission::new() }
    }
}

#[component]
fn Fields(purpose: FolderPurpose, close: Callback<()>) -> impl IntoView {
    let state = FormState::new(&purpose);
    let FormState { name, submission, .. } = state;
    let action = purpose.action();
    let field = if let FolderPurpose::Move(folder) = &purpose {
        view! { <ParentField id=folder.id state /> }.into_any()
    } else {
        let problem = submission.problem(field::NAME);
        view! { <TextField id="folder-name" label="Name" value=name problem /> }.into_any()
    };
    let submit = submit(purpose, state, close);
    view! {
        <form class="sheet-form" novalidate on:submit=submit>
            <div class="sheet-body">{field} <SubmissionFailure submission /></div>
            <FormFoot action closed=submission.busy on_cancel=close />
        </form>
    }
    .into_any()
}

/// “Parent folder”: every folder but the moved one and those below it.
#[component]
fn ParentField(id: FolderId, state: FormState) -> impl IntoView {
    let desk = FolderDesk::get();
    let FormState { parent, submission, .. } = state;
    let problem = submission.problem(field::PARENT);
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

fn submit(purpose: FolderPurpose, state: FormState, close: Callback<()>) -> impl Fn(SubmitEvent) {
    let desk = FolderDesk::get();
    let toasts = Toasts::get();
    move |event| {
        event.prevent_default();
        let asked = purpose.clone();
        state.submission.run(call(purpose.clone(), state), move |folder| {
            close.run(());
            desk.folders.refetch();
            toasts.notify(said(&asked, &folder));
        });
    }
}

async fn call(purpose: FolderPurpose, state: FormState) -> Result<Folder, AppError> {
    let (name, parent) = (state.name.get_untracked(), state.parent.get_untracked());
    match purpose {
        FolderPurpose::Create(below) => {
            api::folder::create(below.map(|above| above.id), name).await
        }
        FolderPurpose::Rename(folder) => api::folder::rename(folder.id, name).await,
        FolderPurpose::Move(folder) => api::folder::move_below(folder.id, parent).await,
    }
}

fn said(purpose: &FolderPurpose, folder: &Folder) -> String {
    match purpose {
        FolderPurpose::Create(_) => format!("{} is created", named(&folder.name)),
        FolderPurpose::Rename(old) => {
            format!("{} is renamed to {}", named(&old.name), named(&folder.name))
        }
        FolderPurpose::Move(_) => format!("{} is moved", named(&folder.name)),
    }
}
