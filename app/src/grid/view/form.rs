//! The active row as a form beside the grid, for tables wider than any screen.

use crate::grid::cell::typed;
use crate::grid::commands::edit;
use crate::grid::desk::Desk;
use crate::grid::edits::Value;
use crate::grid::line_breaks;
use crate::grid::selection::{Selection, Spot};
use crate::grid::tracks::Tracks;
use crate::model::cell::CellKind;
use crate::model::table::Column;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::grouped;
use leptos::prelude::*;

/// The form, while it is open.
#[component]
pub fn RowForm(desk: Desk) -> impl IntoView {
    let row = Memo::new(move |_| desk.selection.with(Selection::active).row);
    let faces =
        Memo::new(move |_| if desk.form.get() { faces(desk, row.get()) } else { Vec::new() });
    let close = move |_| {
        desk.form.set(false);
        desk.focus();
    };
    view! {
        <Show when=move || desk.form.get()>
            <aside class="row-form" aria-label="Row as a form">
                <header>
                    <h2>
                        {move || {
                            desk.stored_number(row.get())
                                .map_or("New row".to_owned(), |row| format!("Row {}", grouped(row + 1)))
                        }}
                    </h2>
                    <button type="button" class="icon-button" aria-label="Close the form" on:click=close>
                        <Icon glyph=Glyph::Close />
                    </button>
                </header>
                <div class="fields">
                    <For each=move || faces.get() key=Clone::clone children=move |face| field(desk, face) />
                </div>
            </aside>
        </Show>
    }
    .into_any()
}

/// A field as it is drawn: it is built anew only when this differs, so that the others keep the
/// focus and what is being typed.
#[derive(Clone, PartialEq, Eq, Hash)]
struct FieldFace {
    spot: Spot,
    /// Nothing where the text is too long to be here.
    value: Shown,
    wrong: Option<String>,
    lock: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Shown {
    Whole(Value),
    Long,
}

fn faces(desk: Desk, row: u64) -> Vec<FieldFace> {
    desk.arrived.track();
    desk.edits.track();
    let flaws = desk.flaws.get();
    let Some(here) = desk.here(row) else { return Vec::new() };
    let line = here.line();
    let count = desk.tracks.with(Tracks::count);
    let faces = (0..count).filter_map(|place| {
        let (index, column) = desk.column(place)?;
        let wrong = flaws.iter().find(|flaw| {
            Some(&flaw.line) == line.as_ref() && flaw.column.as_ref() == Some(&column.name)
        });
        Some(FieldFace {
            spot: Spot { row, column: place },
            value: here.value(index, &column).map_or(Shown::Long, Shown::Whole),
            wrong: wrong.map(|flaw| flaw.message.clone()),
            lock: desk.lock(&here, &column).map(|lock| lock.sentence()),
        })
    });
    faces.collect()
}

fn field(desk: Desk, face: FieldFace) -> AnyView {
    let FieldFace { spot, value, wrong, lock } = face;
    let Some((_, column)) = desk.column(spot.column) else { return ().into_any() };
    let id = format!("form-{}", spot.column);
    let Shown::Whole(value) = value else {
        return view! { <LongField desk spot column id /> }.into_any();
    };
    let hint =
        lock.clone().map(|lock| view! { <p class="hint" id=format!("{id}-hint")>{lock}</p> });
    let problem = wrong.clone().map(|wrong| {
        view! { <p class="problem" id=format!("{id}-problem")>{wrong}</p> }
    });
    let described = if wrong.is_some() { format!("{id}-problem") } else { format!("{id}-hint") };
    let described = (wrong.is_some() || lock.is_some()).then_some(described);
    let null = column.nullable && lock.is_none() && value.is_some();
    let name = column.name.clone();
    let invalid = wrong.is_some().then_some("true");
    let ties = Ties { id: id.clone(), described, invalid };
    let input = match &column.kind {
        CellKind::Boolean => {
            let words = ["true".to_owned(), "false".to_owned()];
            choice(desk, spot, ties, value, (&words, &column))
        }
        CellKind::Enum { labels } => choice(desk, spot, ties, value, (labels, &column)),
        _ => text(desk, spot, ties, value, &column),
    };
    view! {
        <div class="field" class:invalid=wrong.is_some()>
            <div class="field-head">
                <label for=id.clone()>{name.clone()}</label>
                <span class="type">{column.type_name.clone()}</span>
                {null
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="quiet to-null"
                                aria-label=format!("Set {name} to NULL")
                                on:click=move |_| edit::put(desk, spot, None)
                            >
                                "NULL"
                            </button>
                        }
                    })}
            </div>
            <fieldset disabled=lock.is_some()>{input}</fieldset>
            {hint}
            {problem}
        </div>
    }
    .into_any()
}

/// How an input is tied to what stands around it.
struct Ties {
    id: String,
    described: Option<String>,
    invalid: Option<&'static str>,
}

fn text(desk: Desk, spot: Spot, ties: Ties, value: Value, column: &Column) -> AnyView {
    let before = value.clone();
    let column = StoredValue::new(column.clone());
    let rows = value.as_deref().unwrap_or_default().lines().count().clamp(1, 10);
    let seen = StoredValue::new(None);
    let commit = move |event| {
        let before = before.as_deref().unwrap_or_default();
        let text = line_breaks::restored(before, &event_target_value(&event));
        if before != text
            && let Some(seen) = seen.get_value()
        {
            column.with_value(|column| desk.put_typed(seen, column, typed(column, &text)));
        }
    };
    view! {
        <textarea
            id=ties.id
            aria-describedby=ties.described
            aria-invalid=ties.invalid
            rows=rows.to_string()
            dir="auto"
            spellcheck="false"
            autocomplete="off"
            placeholder=if value.is_none() { "NULL" } else { "" }
            prop:value=value.unwrap_or_default()
            on:focus=move |_| seen.set_value(desk.seen(spot))
            on:blur=commit
        ></textarea>
    }
    .into_any()
}

fn choice(
    desk: Desk,
    spot: Spot,
    ties: Ties,
    value: Value,
    (words, column): (&[String], &Column),
) -> AnyView {
    let chosen = |word: Option<&str>| value.as_deref() == word;
    let strange = value.clone().filter(|value| !words.contains(value));
    let options = words.iter().cloned().chain(strange).map(|word| {
        let selected = chosen(Some(&word));
        let value = format!("={word}");
        view! { <option value=value selected=selected>{word}</option> }
    });
    let offers_null = column.nullable || value.is_none();
    let commit = move |event| {
        let word: String = event_target_value(&event);
        edit::put(desk, spot, word.strip_prefix('=').map(str::to_owned));
    };
    view! {
        <select
            id=ties.id
            aria-describedby=ties.described
            aria-invalid=ties.invalid
            on:change=commit
        >
            {offers_null.then(|| view! { <option value="" selected=chosen(None)>"NULL"</option> })}
            {options.collect_view()}
        </select>
    }
    .into_any()
}

/// A value too long for the grid: it is fetched when somebody wants to see it.
#[component]
fn LongField(desk: Desk, spot: Spot, column: Column, id: String) -> impl IntoView {
    let name = column.name.clone();
    let open = move |_| {
        desk.select(Selection::at(spot));
        edit::open(desk);
    };
    view! {
        <div class="field">
            <div class="field-head">
                <span class="name" id=id>{name.clone()}</span>
                <span class="type">{column.type_name}</span>
            </div>
            <button type="button" aria-label=format!("Edit {name} in the grid") on:click=open>
                "Long text: edit in the grid"
            </button>
        </div>
    }
    .into_any()
}
