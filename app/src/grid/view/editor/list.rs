//! Choosing from a list: enums, booleans, and foreign keys with their labels.

mod items;

use super::{answered, ending};
use crate::grid::commands::edit;
use crate::grid::desk::{Begin, Desk, Editing};
use crate::grid::edits::Value;
use crate::model::table::Column;
use items::{Item, items, meant};
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// A combobox: what is typed narrows the list, the arrows choose, Enter takes.
#[component]
pub fn ListEditor(desk: Desk, editing: Editing, column: Column, label: String) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let typed = editing.begin == Begin::Typed;
    let text = RwSignal::new(editing.text.clone());
    // Nothing narrows the list before something is typed.
    let search = RwSignal::new(if typed { editing.text.clone() } else { String::new() });
    let present: Option<Value> = match editing.begin {
        Begin::Value => Some(Some(editing.text.clone())),
        Begin::Null => Some(None),
        Begin::Typed => None,
    };
    let waiting = RwSignal::new(true);
    let items = items(desk, &column, search, waiting);
    let chosen = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        let at = items.with(|items| {
            let same = items.iter().position(|item| Some(&item.value) == present.as_ref());
            search.with(|search| if search.is_empty() { same } else { meant(items, search) })
        });
        chosen.set(at);
    });
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        let _ = field.focus();
        if !typed {
            field.select();
        }
    });
    let take = move |then| {
        let item =
            chosen.get_untracked().and_then(|at| items.with_untracked(|all| all.get(at).cloned()));
        let touched = typed || search.with_untracked(|search| !search.is_empty());
        match item {
            Some(item) => take_item(desk, editing.spot.column, item, then),
            None if touched => edit::commit(desk, text.get_untracked(), then),
            None => {
                edit::cancel(desk);
                if let Some(movement) = then {
                    desk.go(movement);
                }
            }
        }
    };
    let take = StoredValue::new(take);
    let on_key = move |event: KeyboardEvent| {
        if answered(desk, &event, || take.with_value(|take| take(None))) {
            return;
        }
        let last = items.with_untracked(Vec::len).saturating_sub(1);
        let step = match event.key().as_str() {
            "ArrowDown" => Some(chosen.get_untracked().map_or(0, |at| (at + 1).min(last))),
            "ArrowUp" => Some(chosen.get_untracked().map_or(last, |at| at.saturating_sub(1))),
            _ => None,
        };
        if let Some(at) = step {
            event.prevent_default();
            chosen.set(Some(at));
            reveal(at);
        } else if let Some(movement) = ending(&event) {
            event.prevent_default();
            take.with_value(|take| take(Some(movement)));
        }
    };
    view! {
        <input
            node_ref=field
            role="combobox"
            aria-label=label
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls="grid-choices"
            aria-activedescendant=move || chosen.get().map(choice_id)
            autocomplete="off"
            spellcheck="false"
            placeholder="NULL"
            prop:value=text.get_untracked()
            on:input=move |event| {
                let typed = event_target_value(&event);
                text.set(typed.clone());
                search.set(typed);
            }
            on:keydown=on_key
            on:blur=move |_| {
                // Whoever goes elsewhere has chosen only if they typed.
                if search.with_untracked(String::is_empty) { edit::leave(desk) }
                else { take.with_value(|take| take(None)) }
            }
        />
        <ul id="grid-choices" role="listbox" aria-label=format!("Values of {}", column.name)>
            {move || {
                items
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(at, item)| option(desk, editing.spot.column, chosen, at, item))
                    .collect_view()
            }}
        </ul>
        {nothing(items, waiting)}
    }
    .into_any()
}

/// Said where nothing is found, once it is certain.
fn nothing(items: RwSignal<Vec<Item>>, waiting: RwSignal<bool>) -> impl IntoView {
    let told = move || items.with(Vec::is_empty) && !waiting.get();
    view! {
        <p class="nothing" role="status">
            {move || told().then_some("Nothing found")}
        </p>
    }
}

fn take_item(
    desk: Desk,
    column: usize,
    item: Item,
    then: Option<crate::grid::selection::Movement>,
) {
    if let (Some(value), Some((_, column))) = (&item.value, desk.column(column))
        && column.reference.is_some()
    {
        desk.change_window(|window| {
            window.learn_label(&column.name, value.clone(), item.label.clone());
        });
    }
    edit::choose(desk, item.value, then);
}

fn option(
    desk: Desk,
    column: usize,
    chosen: RwSignal<Option<usize>>,
    at: usize,
    item: Item,
) -> AnyView {
    let value = item.value.clone().filter(|value| *value != item.label);
    let (null, label) = (item.value.is_none(), item.label.clone());
    view! {
        <li
            role="option"
            id=choice_id(at)
            aria-selected=move || (chosen.get() == Some(at)).to_string()
            // The field must not lose the focus before the click is told.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| {
                take_item(desk, column, item.clone(), None);
                desk.focus();
            }
        >
            <span class=if null { "null" } else { "text" }>{label}</span>
            {value.map(|value| view! { <span class="label">{value}</span> })}
        </li>
    }
    .into_any()
}

fn choice_id(at: usize) -> String {
    format!("grid-choice-{at}")
}

fn reveal(at: usize) {
    if let Some(item) = document().get_element_by_id(&choice_id(at)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        item.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
