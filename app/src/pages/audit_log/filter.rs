//! The filters above the list: a form that also works without a script.

use super::query;
use crate::api;
use crate::model::access::SiteRight;
use crate::model::audit::{AuditAction, AuditFilter};
use crate::model::ids::UserId;
use crate::pages::day::{self, DayFields};
use crate::pages::workspace::CurrentUser;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

/// One signal a field, as the fields hold it.
#[derive(Clone, Copy)]
struct Typed {
    actor: RwSignal<String>,
    action: RwSignal<String>,
    text: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Typed {
    fn new(filter: &AuditFilter) -> Self {
        let typed = Self {
            actor: RwSignal::default(),
            action: RwSignal::default(),
            text: RwSignal::default(),
            from: RwSignal::default(),
            to: RwSignal::default(),
        };
        typed.show(filter);
        typed
    }

    /// Shows a filter that came from the address.
    fn show(self, filter: &AuditFilter) {
        self.actor.set(filter.actor.map_or_else(String::new, |actor| actor.to_string()));
        self.action.set(filter.action.map_or_else(String::new, |action| action.code().to_owned()));
        self.text.set(filter.text.clone());
        self.from.set(day::text(filter.from));
        self.to.set(day::text(filter.to));
    }

    fn filter(self) -> AuditFilter {
        query::read(|name| {
            let field = match name {
                query::ACTOR => self.actor,
                query::ACTION => self.action,
                query::TEXT => self.text,
                day::FROM => self.from,
                _ => self.to,
            };
            Some(field.get_untracked())
        })
    }
}

/// Person, action, text, from, to.
#[component]
pub fn Filters(filter: Memo<AuditFilter>) -> impl IntoView {
    let typed = Typed::new(&filter.get_untracked());
    Effect::new(move |_| typed.show(&filter.get()));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        navigate(&query::address(&typed.filter()), NavigateOptions::default());
    };
    view! {
        <form
            class="filters"
            role="search"
            aria-label="Filter the audit log"
            method="get"
            action=query::PATH
            on:submit=submit
        >
            <PersonField actor=typed.actor filter />
            <ActionField action=typed.action />
            <TextField text=typed.text />
            <DayFields from=typed.from to=typed.to />
            <div class="buttons">
                <button type="submit">"Filter"</button>
                <Show when=move || filter.get() != AuditFilter::default()>
                    <A href=query::PATH>"Clear"</A>
                </Show>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn TextField(text: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="filter-text">"Person or name"</label>
            <input
                id="filter-text"
                name=query::TEXT
                type="search"
                value=text.get_untracked()
                bind:value=text
            />
        </div>
    }
    .into_any()
}

#[component]
fn ActionField(action: RwSignal<String>) -> impl IntoView {
    let chosen = action.get_untracked();
    let options: Vec<_> = AuditAction::ALL
        .iter()
        .map(|action| {
            let code = action.code();
            view! {
                <option value=code selected=code == chosen>
                    {action.label()}
                </option>
            }
        })
        .collect();
    view! {
        <div class="field">
            <label for="filter-action">"Action"</label>
            <select id="filter-action" name=query::ACTION bind:value=action>
                <option value="">"Any"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Everybody by name for those who may see the users; else only the person chosen in the list.
#[component]
fn PersonField(actor: RwSignal<String>, filter: Memo<AuditFilter>) -> impl IntoView {
    let may_list = CurrentUser::may(SiteRight::ManageUsers);
    let people = Resource::new(
        || (),
        move |()| async move {
            if !may_list {
                return Vec::new();
            }
            let users = api::user::list().await.unwrap_or_default();
            users.into_iter().map(|user| (user.id, user.email.to_string())).collect()
        },
    );
    view! {
        <div class="field">
            <label for="filter-person">"Person"</label>
            <Transition>
                {move || people.get().map(|people| person_select(actor, filter, people))}
            </Transition>
        </div>
    }
    .into_any()
}

fn person_select(
    actor: RwSignal<String>,
    filter: Memo<AuditFilter>,
    mut people: Vec<(UserId, String)>,
) -> impl IntoView {
    let chosen = filter.get().actor;
    if let Some(id) = chosen
        && !people.iter().any(|(person, _)| *person == id)
    {
        people.push((id, "The chosen person".to_owned()));
    }
    let options: Vec<_> = people
        .into_iter()
        .map(|(id, email)| {
            view! {
                <option value=id.to_string() selected=chosen == Some(id)>
                    {email}
                </option>
            }
        })
        .collect();
    view! {
        <select
            id="filter-person"
            name=query::ACTOR
            on:change=move |event| actor.set(event_target_value(&event))
        >
            <option value="">"Everybody"</option>
            {options}
        </select>
    }
}
