//! What is filtered now, and a choice of column that also works without a script.

use super::{HistoryDesk, query};
use crate::model::audit::Actor;
use crate::model::history::HistoryFilter;
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Column, then row and person, which are chosen in the list.
#[component]
pub fn Filters(desk: HistoryDesk, columns: Vec<String>) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| chosen.set(desk.filter.get().column.unwrap_or_default()));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let column = Some(chosen.get_untracked()).filter(|column| !column.is_empty());
        let filter = HistoryFilter { column, ..desk.filter.get_untracked() };
        navigate(&query::address(desk.id, &filter), NavigateOptions::default());
    };
    let columns = StoredValue::new(columns);
    view! {
        <form
            class="filters"
            role="search"
            aria-label="Filter the history"
            method="get"
            action=query::path(desk.id)
            on:submit=submit
        >
            {move || kept(&desk.filter.get())}
            <div class="field">
                <label for="filter-column">"Column"</label>
                <select
                    id="filter-column"
                    name=query::COLUMN
                    prop:value=move || chosen.get()
                    on:change=move |event| chosen.set(event_target_value(&event))
                >
                    {move || options(columns.get_value(), desk.filter.get().column)}
                </select>
            </div>
            <div class="buttons">
                <button type="submit">"Filter"</button>
            </div>
            {move || chips(desk)}
        </form>
    }
    .into_any()
}

/// Every column, and the chosen one even if the table has it no more.
fn options(mut columns: Vec<String>, chosen: Option<String>) -> impl IntoView {
    if let Some(chosen) = &chosen
        && !columns.contains(chosen)
    {
        columns.push(chosen.clone());
    }
    let options = columns.into_iter().map(move |column| {
        let selected = chosen.as_ref() == Some(&column);
        let value = column.clone();
        view! {
            <option value=value selected=selected>
                {column}
            </option>
        }
    });
    view! {
        <option value="">"Any"</option>
        {options.collect_view()}
    }
}

/// Without a script the form must carry what it does not ask for.
fn kept(filter: &HistoryFilter) -> impl IntoView + use<> {
    let row = filter.row.as_deref().map(query::row_text);
    let actor = filter.actor.map(|actor| actor.to_string());
    view! {
        {row.map(|row| view! { <input type="hidden" name=query::ROW value=row /> })}
        {actor.map(|actor| view! { <input type="hidden" name=query::ACTOR value=actor /> })}
    }
}

/// Each part of the filter with the link that takes it away.
fn chips(desk: HistoryDesk) -> impl IntoView {
    let filter = desk.filter.get();
    let row = filter.row.as_ref().map(|key| {
        let without = HistoryFilter { row: None, ..filter.clone() };
        chip(desk, format!("Row {}", key.join(", ")), &without)
    });
    let column = filter.column.as_ref().map(|column| {
        let without = HistoryFilter { column: None, ..filter.clone() };
        chip(desk, format!("Column {column}"), &without)
    });
    let actor = filter.actor.is_some().then(|| {
        let without = HistoryFilter { actor: None, ..filter.clone() };
        chip(desk, person(desk).unwrap_or_else(|| "One person".to_owned()), &without)
    });
    let all = [row, column, actor].into_iter().flatten().collect_view();
    view! { <ul class="chips" aria-label="Filters in use">{all}</ul> }
}

fn chip(desk: HistoryDesk, words: String, without: &HistoryFilter) -> impl IntoView + use<> {
    let label = format!("Remove filter: {words}");
    view! {
        <li class="chip">
            <bdi>{words}</bdi>
            <a href=query::address(desk.id, without) aria-label=label>
                <Icon glyph=Glyph::Close />
            </a>
        </li>
    }
}

/// The person's sign-in name, as the first of their change sets has it.
fn person(desk: HistoryDesk) -> Option<String> {
    let (_, page) = desk.first.get()?;
    let set = page.ok()?.change_sets.into_iter().next()?;
    match set.actor {
        Actor::Person { email, .. } => Some(email),
        Actor::Stranger { .. } | Actor::System => None,
    }
}
