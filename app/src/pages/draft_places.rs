//! Where the browser keeps edits: one place a tab, found again by person and table.

use crate::model::ids::{TableId, UserId};
use crate::ui::random::random_id;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use web_sys::{Event, Storage, StorageEvent, StorageEventInit};

/// The places of one person's edits of one table.
#[derive(Clone, Debug)]
pub struct Places {
    prefix: String,
}

impl Places {
    /// Those of a person and a table.
    pub fn new(user: UserId, table: TableId) -> Self {
        Self { prefix: format!("{}{table}.", of_person(user)) }
    }

    /// A new place; names sort by time.
    pub fn fresh(&self) -> Option<String> {
        let id = random_id()?;
        Some(format!("{}{:015}.{id}", self.prefix, js_sys::Date::now()))
    }

    /// Notes which place is this tab's, for when it is reloaded.
    pub fn remember(&self, place: &str) {
        if let Ok(Some(storage)) = window().session_storage() {
            // Else the place is found among those of the tabs that are gone.
            let _ = storage.set_item(&self.prefix, place);
        }
    }

    /// The place that was this tab's, and all others where something is kept, newest first.
    pub fn found(&self) -> (Option<String>, Vec<String>) {
        let own = window().session_storage().ok().flatten();
        let own = own.and_then(|storage| storage.get_item(&self.prefix).ok().flatten());
        let mut places = starting_with(&self.prefix);
        let own = own.filter(|own| places.contains(own));
        places.retain(|place| Some(place) != own.as_ref());
        places.sort_unstable_by(|one, other| other.cmp(one));
        (own, places)
    }
}

/// Reads what is kept at a place.
pub fn read<T: DeserializeOwned>(place: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(place).ok()??).ok()
}

/// Keeps something at a place, nothing as none; tells whether it is kept. What was kept before is
/// removed where it is not: older edits must not come back for the newer ones.
pub fn write<T: Serialize>(place: &str, kept: Option<&T>) -> bool {
    let Some(storage) = storage() else { return false };
    let text = kept.map(serde_json::to_string);
    let written = match &text {
        Some(Ok(text)) => storage.set_item(place, text).is_ok(),
        Some(Err(_)) => false,
        None => true,
    };
    if text.is_none() || !written {
        // Where nothing can be removed, nothing was kept.
        let _ = storage.remove_item(place);
    }
    written
}

/// Has everything written in this tab that waits for a pause in editing, as before the page is left.
pub fn write_all() {
    if let Ok(event) = Event::new("pagehide") {
        // Nobody cancels it.
        let _ = window().dispatch_event(&event);
    }
}

/// In how many tables the browser keeps edits of a person.
pub fn tables(user: UserId) -> usize {
    let prefix = of_person(user);
    let places = starting_with(&prefix);
    let tables = places.iter().filter_map(|place| place.strip_prefix(&prefix)?.split('.').next());
    tables.collect::<BTreeSet<_>>().len()
}

/// Takes a person's edits away. The tabs in which they were made hear of it, this one included.
pub fn take_away(user: UserId) {
    let Some(storage) = storage() else { return };
    for place in starting_with(&of_person(user)) {
        let _ = storage.remove_item(&place);
        // The browser tells the other tabs only.
        let told = StorageEventInit::new();
        told.set_key(Some(&place));
        if let Ok(event) = StorageEvent::new_with_event_init_dict("storage", &told) {
            let _ = window().dispatch_event(&event);
        }
    }
}

/// The place of which an event tells that somebody took away what was kept there.
pub fn taken_away(event: &StorageEvent) -> Option<String> {
    event.key().filter(|_| event.new_value().is_none())
}

fn of_person(user: UserId) -> String {
    format!("nexttables.drafts.{user}.")
}

fn starting_with(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
    names.filter(|name| name.starts_with(prefix)).collect()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
