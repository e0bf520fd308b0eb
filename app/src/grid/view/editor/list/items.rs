//! What there is to choose from in a list, and which of it is meant.

use crate::grid::desk::Desk;
use crate::grid::edits::Value;
use crate::model::cell::CellKind;
use crate::model::page::Choice;
use crate::model::table::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long nobody may have typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(180);

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// None is NULL.
    pub value: Value,
    /// As it is shown.
    pub label: String,
}

/// Which of the items what was typed means: what is spelled exactly so, else the first.
pub(super) fn meant(items: &[Item], typed: &str) -> Option<usize> {
    let value = items.iter().position(|item| item.value.as_deref() == Some(typed));
    let label = || items.iter().position(|item| item.value.is_some() && item.label == typed);
    let first = || items.iter().position(|item| item.value.is_some());
    value.or_else(label).or_else(first)
}

/// What there is to choose from, narrowed by what is searched; `waiting` tells whether it is not
/// known yet, as it stays where asking fails.
pub(super) fn items(
    desk: Desk,
    column: &Column,
    search: RwSignal<String>,
    waiting: RwSignal<bool>,
) -> RwSignal<Vec<Item>> {
    let items = RwSignal::new(Vec::new());
    let null = column.nullable.then(|| Item { value: None, label: "NULL".to_owned() });
    if column.reference.is_some() {
        ask(desk, column.name.clone(), null, search, (items, waiting));
        return items;
    }
    let words = match &column.kind {
        CellKind::Enum { labels } => labels.clone(),
        _ => vec!["true".to_owned(), "false".to_owned()],
    };
    waiting.set(false);
    Effect::new(move |_| {
        let wanted = search.get().to_lowercase();
        let fits = |word: &&String| word.to_lowercase().starts_with(&wanted);
        let found = words.iter().filter(fits);
        let found = found.map(|word| Item { value: Some(word.clone()), label: word.clone() });
        let null = null.clone().filter(|_| wanted.is_empty());
        items.set(null.into_iter().chain(found).collect());
    });
    items
}

/// Asks the server for the values of a foreign key, once nobody has typed for a moment.
fn ask(
    desk: Desk,
    column: String,
    null: Option<Item>,
    search: RwSignal<String>,
    (items, waiting): (RwSignal<Vec<Item>>, RwSignal<bool>),
) {
    let column = StoredValue::new(column);
    let null = StoredValue::new(null);
    let last = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let wanted = search.get();
        let mine = last.get_value() + 1;
        last.set_value(mine);
        let pause = if wanted.is_empty() { Duration::ZERO } else { PAUSE };
        // What was found for another text must not be taken for what is typed now.
        items.set(Vec::new());
        waiting.set(true);
        set_timeout(
            move || {
                if last.try_get_value() != Some(mine) {
                    return;
                }
                spawn_local(async move {
                    let found = desk.choices(column.get_value(), wanted.clone()).await;
                    if last.try_get_value() != Some(mine) {
                        return;
                    }
                    match found {
                        Ok(found) => {
                            let null = null.get_value().filter(|_| wanted.is_empty());
                            let found = found
                                .into_iter()
                                .map(|Choice { value, label }| Item { value: Some(value), label });
                            items.try_set(null.into_iter().chain(found).collect());
                            waiting.try_set(false);
                        }
                        Err(error) => desk.say(error.message),
                    }
                });
            },
            pause,
        );
    });
}

#[cfg(test)]
mod tests {
    use super::{Item, meant};

    fn item(value: &str, label: &str) -> Item {
        Item { value: Some(value.to_owned()), label: label.to_owned() }
    }

    #[test]
    fn what_is_spelled_exactly_so_is_meant_before_what_comes_first() {
        let null = Item { value: None, label: "NULL".to_owned() };
        let items = [null, item("12", "Apple"), item("3", "2"), item("2", "Zebra")];
        let meant = |typed| meant(&items, typed);
        assert_eq!(meant("2"), Some(3));
        assert_eq!(meant("Zebra"), Some(3));
        assert_eq!(meant("1"), Some(1));
        assert_eq!(meant("NULL"), Some(1));
        assert_eq!(super::meant(&[], "2"), None);
    }
}
