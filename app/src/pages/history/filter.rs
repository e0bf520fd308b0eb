//! What is filtered now, and a form for column and days that also works without a script.

use super::{HistoryDesk, query};
use crate::model::audit::Actor;
use crate::model::history::HistoryFilter;
use crate::pages::day::{self, DayFields};
use crate::ui::icon::{Glyph, Icon};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// One signal a field, as the fields hold it.
#[derive(Clone, Copy)]
struct Typed {
    column: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let field = || RwSignal::new(String::new());
        Self { column: field(), from: field(), to: field() }
    }

    /// Shows a filter that came from the address.
    fn show(self, filter: &HistoryFilter) {
        self.column.set(filter.column.clone().unwrap_or_default());
        self.from.set(day::text(filter.from));
        self.to.set(day::text(filter.to));
    }

    /// A filter with what was typed instead.
    fn over(self, filter: HistoryFilter) -> HistoryFilter {
        let column = Some(self.column.get_untracked()).filter(|column| !column.is_empty());
        let typed = |field: RwSignal<String>| field.with_untracked(|text| day::day(text));
        HistoryFilter { column, from: typed(self.from), to: typed(self.to), ..filter }
    }
}

/// Column and days, then row and person, which are chosen in the list.
#[component]
pub fn Filters(desk: HistoryDesk, columns: Vec<String>) -> impl IntoView {
    let typed = Typed::new();
    typed.show(&desk.filter.get_untracked());
    Effect::new(move |_| typed.show(&desk.filter.get()));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let filter = typed.over(desk.filter.get_untracked());
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
                    prop:value=move || typed.column.get()
                    on:change=move |event| typed.column.set(event_target_value(&event))
                >
                    {move || options(columns.get_value(), desk.filter.get().column)}
                </select>
            </div>
            <DayFields from=typed.from to=typed.to />
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
    let from = filter.from.map(|day| {
        let without = HistoryFilter { from: None, ..filter.clone() };
        chip(desk, format!("From {day}"), &without)
    });
    let to = filter.to.map(|day| {
        let without = HistoryFilter { to: None, ..filter.clone() };
        chip(desk, format!("To {day}"), &without)
    });
    let all = [row, column, actor, from, to].into_iter().flatten().collect_view();
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
