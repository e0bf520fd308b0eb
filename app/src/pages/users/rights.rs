//! “Authorisations”: administrator, or single rights on site level.

use crate::model::access::{SiteAccess, SiteRight};
use crate::pages::workspace::CurrentUser;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The choice as signals.
#[derive(Clone, Copy)]
pub struct RightsState {
    administrator: RwSignal<bool>,
    rights: RwSignal<BTreeSet<SiteRight>>,
}

impl RightsState {
    /// Opens what somebody holds.
    pub fn new(access: &SiteAccess) -> Self {
        let (administrator, rights) = match access {
            SiteAccess::Administrator => (true, BTreeSet::new()),
            SiteAccess::Rights(rights) => (false, rights.clone()),
        };
        Self { administrator: RwSignal::new(administrator), rights: RwSignal::new(rights) }
    }

    /// What is chosen now.
    pub fn access(self) -> SiteAccess {
        if self.administrator.get_untracked() {
            return SiteAccess::Administrator;
        }
        SiteAccess::Rights(self.rights.get_untracked())
    }
}

/// Two ways, and a box for each right; only what the person holds can be given away.
#[component]
pub fn RightsField(state: RightsState) -> impl IntoView {
    view! {
        <fieldset>
            <legend>"Authorisations on Site level"</legend>
            <WayChoice way=Way::Administrator state />
            <WayChoice way=Way::Rights state />
            <div class="rights" class:locked=move || state.administrator.get()>
                <Group title="On the site" rights=of_site() state />
                <Group title="On tables, in every folder" rights=SiteRight::OF_TABLES.to_vec() state />
            </div>
        </fieldset>
    }
    .into_any()
}

/// The rights that have nothing to do with tables.
fn of_site() -> Vec<SiteRight> {
    SiteRight::ALL.into_iter().filter(|right| !SiteRight::OF_TABLES.contains(right)).collect()
}

/// Rights that belong together, below their heading.
#[component]
fn Group(title: &'static str, rights: Vec<SiteRight>, state: RightsState) -> impl IntoView {
    let boxes = rights.into_iter().map(|right| view! { <RightBox right state /> });
    view! {
        <div class="rights-group" role="group" aria-label=title>
            <h3 aria-hidden="true">{title}</h3>
            {boxes.collect_view()}
        </div>
    }
    .into_any()
}

/// One of the two ways to hold rights.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Administrator,
    Rights,
}

impl Way {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Administrator => ("access-administrator", "Administrator"),
            Self::Rights => ("access-rights", "Single authorisations"),
        }
    }
}

/// Only an administrator makes another one.
#[component]
fn WayChoice(way: Way, state: RightsState) -> impl IntoView {
    let (id, label) = way.words();
    let administrator = way == Way::Administrator;
    let administrates = CurrentUser::me().is_some_and(|me| me.access == SiteAccess::Administrator);
    view! {
        <div class="field check">
            <input
                type="radio"
                name="access"
                id=id
                disabled=administrator && !administrates
                prop:checked=move || state.administrator.get() == administrator
                on:change=move |_| state.administrator.set(administrator)
            />
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}

#[component]
fn RightBox(right: SiteRight, state: RightsState) -> impl IntoView {
    let may = CurrentUser::may(right);
    let choose = move |event| {
        let chosen = event_target_checked(&event);
        state.rights.update(|rights| {
            if chosen {
                rights.insert(right);
            } else {
                rights.remove(&right);
            }
        });
    };
    let id = format!("right-{}", right.code());
    let hint = format!("{id}-hint");
    view! {
        <div class="field check">
            <input
                type="checkbox"
                id=id.clone()
                aria-describedby=hint.clone()
                disabled=move || !may || state.administrator.get()
                prop:checked=move || {
                    state.administrator.get() || state.rights.with(|rights| rights.contains(&right))
                }
                on:change=choose
            />
            <label for=id>{right.label()}</label>
            <p class="hint" id=hint>
                {explain(right)}
            </p>
        </div>
    }
    .into_any()
}

fn explain(right: SiteRight) -> &'static str {
    match right {
        SiteRight::ManageDatabases => "Connect, edit, test and delete database connections.",
        SiteRight::ManageFolders => "Create, rename, move and delete folders.",
        SiteRight::ManageUsers => "Create users, choose their authorisations, reset passwords.",
        SiteRight::ViewAuditLog => "See who did what, when, from what to what.",
        SiteRight::ManageTables => "Connect, create, change and disconnect tables.",
        SiteRight::Read => "See tables, their rows and their history.",
        SiteRight::Insert => "Insert rows.",
        SiteRight::Update => "Change the values in rows.",
        SiteRight::Delete => "Delete rows.",
    }
}
