//! “Mapped folders”: the whole site, or chosen folders as removable chips.

use crate::model::connection::{Scope, field};
use crate::model::folder::FolderTree;
use crate::model::ids::FolderId;
use crate::pages::databases::Desk;
use crate::pages::databases::panel::attempt::Attempt;
use crate::ui::failure::FailureNote;
use crate::ui::field::FieldFoot;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

const SITE: &str = "site";

/// The chosen scope as chips, and a list to add to it.
#[component]
pub fn ScopeField(scope: RwSignal<Scope>, attempt: Attempt) -> impl IntoView {
    let desk = Desk::get();
    let problem = attempt.problem(field::SCOPE);
    let list = NodeRef::<html::Select>::new();
    // A closed list changes with every arrow key: what is typed counts once it is confirmed.
    let typed = StoredValue::new(false);
    let take = move || {
        let Some(list) = list.get_untracked() else { return };
        let value = list.value();
        list.set_value("");
        typed.set_value(false);
        if value.is_empty() {
            return;
        }
        scope.update(|scope| add(scope, &value));
    };
    let choose = move |_| {
        if !typed.get_value() {
            take();
        }
    };
    let press = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            take();
        }
        "Tab" | "Shift" => {}
        key => typed.set_value(key != " " && !event.alt_key()),
    };
    let unknown = move || desk.folders.get().and_then(Result::err);
    let folders = move || choices(&scope.get(), &desk.tree());
    view! {
        <div class="field">
            <label for="mapped-folders">"Mapped folders"</label>
            <ul class="chips" aria-label="Chosen folders">
                {move || chips(scope, &desk.tree())}
            </ul>
            <select
                id="mapped-folders"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby="mapped-folders-hint mapped-folders-problem"
                node_ref=list
                on:change=choose
                on:keydown=press
                on:pointerdown=move |_| typed.set_value(false)
                on:blur=move |_| take()
            >
                <option value="">"Add a folder…"</option>
                <For each=folders key=|(value, _)| value.clone() let((value, name))>
                    <option value=value>{name}</option>
                </For>
            </select>
            {move || unknown().map(|error| view! { <FailureNote error /> })}
            <FieldFoot
                id="mapped-folders"
                hint="Where the connection is available: everywhere on the site, or in the chosen folders only. With the keyboard, Enter adds the folder that is shown."
                problem
            />
        </div>
    }
    .into_any()
}

/// Adds a choice; the whole site and single folders exclude each other.
fn add(scope: &mut Scope, value: &str) {
    if value == SITE {
        *scope = Scope::Site;
        return;
    }
    let Ok(folder) = value.parse::<FolderId>() else { return };
    match scope {
        Scope::Site => *scope = Scope::Folders([folder].into()),
        Scope::Folders(folders) => {
            folders.insert(folder);
        }
    }
}

fn remove(scope: &mut Scope, folder: Option<FolderId>) {
    match (&mut *scope, folder) {
        (Scope::Folders(folders), Some(folder)) => {
            folders.remove(&folder);
        }
        _ => *scope = Scope::Folders([].into()),
    }
}

fn chips(scope: RwSignal<Scope>, tree: &FolderTree) -> Vec<AnyView> {
    match scope.get() {
        Scope::Site => vec![chip(scope, None, Scope::SITE_LABEL.to_owned())],
        Scope::Folders(folders) if folders.is_empty() => {
            vec![view! { <li class="hint">"No folder chosen"</li> }.into_any()]
        }
        Scope::Folders(folders) => {
            folders.into_iter().map(|id| chip(scope, Some(id), tree.path_name(id))).collect()
        }
    }
}

fn chip(scope: RwSignal<Scope>, folder: Option<FolderId>, name: String) -> AnyView {
    view! {
        <li class="chip">
            {name.clone()}
            <button
                type="button"
                aria-label=format!("Remove {name}")
                on:click=move |_| scope.update(|scope| remove(scope, folder))
            >
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
    .into_any()
}

/// What can be added: values and names.
fn choices(scope: &Scope, tree: &FolderTree) -> Vec<(String, String)> {
    let site = (*scope != Scope::Site).then(|| (SITE.to_owned(), Scope::SITE_LABEL.to_owned()));
    let folders = tree
        .flatten()
        .into_iter()
        .filter(|(_, folder)| *scope == Scope::Site || !scope.covers(folder.id))
        .map(|(_, folder)| (folder.id.to_string(), tree.path_name(folder.id)));
    site.into_iter().chain(folders).collect()
}
