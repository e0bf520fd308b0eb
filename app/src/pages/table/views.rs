//! Saved views: choosing one, and for those who manage the table, saving and deleting them.

mod name_sheet;

use super::address::Asked;
use crate::api;
use crate::grid::columns::complete;
use crate::grid::desk::Desk;
use crate::model::filter::RowQuery;
use crate::model::view::{SavedView, ViewDraft};
use crate::ui::confirm::Confirm;
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use name_sheet::NameSheet;

/// What the sheet saves.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose {
    New,
    Rename(SavedView),
}

/// The menu of views, with the sheet and the question that it opens.
#[component]
pub fn ViewMenu(
    desk: Desk,
    asked: Memo<Asked>,
    ask: Callback<Asked>,
    views: RwSignal<Vec<SavedView>>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let id = asked.get().view?;
        views.with(|views| views.iter().find(|view| view.id == id).cloned())
    });
    let name = move || chosen.get().map_or("All rows".to_owned(), |view| view.name);
    let differs = move || {
        chosen.get().is_some_and(|view| {
            let table = desk.table();
            let (own, theirs) = (desk.layout.get(), view.layout);
            desk.query.get() != view.query
                || complete(&own, &table.columns) != complete(&theirs, &table.columns)
        })
    };
    let purpose = RwSignal::new(None::<Purpose>);
    let deleting = RwSignal::new(false);
    let (submission, over) = (Submission::new(), Submission::new());
    let manages = desk.table().manages;
    let face = ViewFn::from(move || {
        view! {
            <span class="name">{name}</span>
            {move || differs().then_some(" (changed)")}
            " ▾"
        }
    });
    let save_over = Callback::new(move |()| {
        if let Some(view) = chosen.get_untracked() {
            keep(desk, over, (ask, views), (Some(view.clone()), view.name), purpose);
        }
    });
    // No sheet is open that would say it.
    Effect::new(move |failed: Option<bool>| {
        let failure = over.failure.get();
        let fails = failure.is_some();
        if fails || failed == Some(true) {
            desk.command_failure.set(failure);
        }
        fails
    });
    view! {
        <Menu
            id="view-menu"
            class="tool view-button"
            label=Signal::derive(move || format!("View: {}", name()))
            face
        >
            <Choices ask chosen views />
            {manages
                .then(|| {
                    let new = Callback::new(move |()| purpose.set(Some(Purpose::New)));
                    view! {
                        <MenuItem label="Save as a new view" on_choose=new />
                        <Show when=move || chosen.get().is_some()>
                            <MenuItem label="Save over this view" on_choose=save_over />
                            <MenuItem
                                label="Rename this view"
                                on_choose=Callback::new(move |()| {
                                    purpose.set(chosen.get_untracked().map(Purpose::Rename));
                                })
                            />
                            <MenuItem
                                label="Delete this view"
                                on_choose=Callback::new(move |()| deleting.set(true))
                            />
                        </Show>
                    }
                })}
        </Menu>
        <NameSheet desk purpose submission ask views />
        <Deletion desk deleting chosen ask views />
    }
    .into_any()
}

/// Every view, and all rows.
#[component]
fn Choices(
    ask: Callback<Asked>,
    chosen: Memo<Option<SavedView>>,
    views: RwSignal<Vec<SavedView>>,
) -> impl IntoView {
    let item = move |view: Option<SavedView>| {
        let id = view.as_ref().map(|view| view.id);
        let (name, query) = view
            .map_or(("All rows".to_owned(), RowQuery::default()), |view| (view.name, view.query));
        let checked = move || (chosen.get().map(|view| view.id) == id).to_string();
        view! {
            <button
                type="button"
                role="menuitemradio"
                aria-checked=checked
                on:click=move |_| ask.run(Asked { view: id, query: query.clone() })
            >
                {name}
            </button>
        }
    };
    view! {
        <div role="group" aria-label="Views" class="menu-group">
            {item(None)}
            {move || views.get().into_iter().map(|view| item(Some(view))).collect_view()}
        </div>
    }
    .into_any()
}

/// Saves what is looked at, as a new view or over one.
fn keep(
    desk: Desk,
    submission: Submission,
    (ask, views): (Callback<Asked>, RwSignal<Vec<SavedView>>),
    (over, name): (Option<SavedView>, String),
    purpose: RwSignal<Option<Purpose>>,
) {
    let table = desk.table();
    let renames = matches!(purpose.get_untracked(), Some(Purpose::Rename(_)));
    let (query, layout) = if let Some(view) = over.clone().filter(|_| renames) {
        (view.query, view.layout)
    } else {
        let layout = complete(&desk.layout.get_untracked(), &table.columns);
        (desk.query.get_untracked(), layout)
    };
    let toasts = Toasts::get();
    let draft = ViewDraft { name, query, layout };
    let id = over.map(|view| view.id);
    submission.run(api::view::save(table.table.id, id, draft), move |saved| {
        views.update(|views| {
            views.retain(|view| view.id != saved.id);
            views.push(saved.clone());
            views.sort_by_key(|view| view.name.to_lowercase());
        });
        purpose.set(None);
        toasts.notify(format!("The view {} is saved for everybody", named(&saved.name)));
        let query = if renames { desk.query.get_untracked() } else { saved.query };
        ask.run(Asked { view: Some(saved.id), query });
    });
}

#[component]
fn Deletion(
    desk: Desk,
    deleting: RwSignal<bool>,
    chosen: Memo<Option<SavedView>>,
    ask: Callback<Asked>,
    views: RwSignal<Vec<SavedView>>,
) -> impl IntoView {
    let submission = Submission::new();
    let toasts = Toasts::get();
    let name = move || chosen.get().map(|view| view.name).unwrap_or_default();
    let delete = Callback::new(move |()| {
        let Some(view) = chosen.get_untracked() else { return };
        submission.run(api::view::delete(desk.table().table.id, view.id), move |()| {
            deleting.set(false);
            ask.run(Asked { view: None, query: desk.query.get_untracked() });
            views.update(|views| views.retain(|other| other.id != view.id));
            toasts.notify(format!("The view {} is deleted", named(&view.name)));
        });
    });
    view! {
        <Confirm
            id="delete-view"
            title=Signal::derive(move || format!("Delete the view {}?", named(&name())))
            action="Delete view"
            open=deleting
            busy=submission.busy
            failure=submission.failure
            on_confirm=delete
        >
            <p>"Nobody will find it any more. The rows stay as they are."</p>
        </Confirm>
    }
    .into_any()
}
