//! Where the browser keeps edits: one place a tab, found again by person and table.

use crate::model::ids::{TableId, UserId};
use crate::ui::random::random_id;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

/// The places of one person's edits of one table.
#[derive(Clone, Debug)]
pub struct Places {
    prefix: String,
}

impl Places {
    /// Those of a person and a table.
    pub fn new(user: UserId, table: TableId) -> Self {
        Self { prefix: format!("nexttables.drafts.{user}.{table}.") }
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
        let Some(storage) = storage() else { return (None, Vec::new()) };
        let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
        let mut places: Vec<_> = names.filter(|name| name.starts_with(&self.prefix)).collect();
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

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
