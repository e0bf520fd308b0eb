//! Unsaved edits, kept in the browser: they outlive a reload, a crash and the session.

use crate::grid::desk::Desk;
use crate::grid::edits::{Drafts, Edits};
use crate::model::ids::{TableId, UserId};
use leptos::prelude::*;
use std::time::Duration;

/// How long edits may rest before they are written.
const PAUSE: Duration = Duration::from_millis(250);

/// The place of one person's edits of one table.
#[derive(Clone, Copy)]
pub struct Keeper {
    user: UserId,
    table: TableId,
    waiting: StoredValue<Option<Drafts>>,
}

impl Keeper {
    /// The place of a person's edits of a table.
    pub fn new(user: UserId, table: TableId) -> Self {
        Self { user, table, waiting: StoredValue::new(None) }
    }

    fn key(self) -> String {
        format!("nexttables.drafts.{}.{}", self.user, self.table)
    }

    /// Puts back what was kept; tells whether there was anything.
    pub fn restore(self, desk: Desk) {
        let kept = storage().and_then(|storage| storage.get_item(&self.key()).ok().flatten());
        let drafts = kept.and_then(|kept| serde_json::from_str::<Drafts>(&kept).ok());
        if let Some(drafts) = drafts.filter(|drafts| !drafts.is_empty()) {
            desk.edits.set(Edits::restored(drafts));
            desk.say("Your unsaved changes are back");
        }
    }

    /// Keeps the edits, once nobody has edited for a moment.
    pub fn keep(self, drafts: Drafts) {
        let began = self.waiting.with_value(Option::is_some);
        self.waiting.set_value(Some(drafts));
        if !began {
            set_timeout(move || self.write(), PAUSE);
        }
    }

    /// Forgets what is kept: it is saved.
    pub fn forget(self) {
        if let Some(storage) = storage() {
            // Where nothing can be removed, nothing was kept.
            let _ = storage.remove_item(&self.key());
        }
    }

    /// Writes what waits to be written.
    pub fn write(self) {
        let Some(drafts) = self.waiting.try_update_value(Option::take).flatten() else { return };
        let Some(storage) = storage() else { return };
        // Storage may be full; then the edits live as long as the page does.
        let _ = if drafts.is_empty() {
            storage.remove_item(&self.key())
        } else {
            let text = serde_json::to_string(&drafts).unwrap_or_default();
            storage.set_item(&self.key(), &text)
        };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
