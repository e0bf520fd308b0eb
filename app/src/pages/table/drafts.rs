//! Unsaved edits, kept in the browser: they outlive a reload, a crash and the session.
//!
//! Invariants: each tab has a place of its own, which no other tab touches while it lives; edits
//! of tabs that are gone are taken over by the next one, whole and one tab after the other; a Save
//! is written down before it is sent, and struck out when it is answered; what the person takes away
//! on signing out comes back from no tab. Without locks nobody
//! knows which tabs live (a duplicated one believes to be the other), and nothing is kept.

use super::lock::{Held, Patience, take};
use crate::grid::desk::{Desk, Saving};
use crate::grid::edits::{Drafts, Edits};
use crate::model::ids::{ChangeSetId, UserId};
use crate::pages::draft_places::{self, Places};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long edits may rest before they are written.
const PAUSE: Duration = Duration::from_millis(250);
/// How long the browser may need to let go of what this tab held before it was reloaded.
const RELOADED: Patience = Patience::Moments(20);

/// What is kept of a tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    drafts: Drafts,
    /// The zone in which their moments were typed.
    #[serde(default)]
    zone: Option<String>,
    /// The Save with which they were sent, while it is not known how it ended.
    sent: Option<ChangeSetId>,
}

/// Whose edits come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// This tab's, from before it was reloaded.
    Own,
    /// Those of another tab, which is gone.
    Others,
}

/// The place of one tab's edits of one table.
#[derive(Clone, Copy)]
pub struct Keeper {
    desk: Desk,
    person: StoredValue<Option<UserId>>,
    places: StoredValue<Option<Places>>,
    place: StoredValue<String>,
    held: StoredValue<Option<Held>>,
    waiting: StoredValue<Option<Kept>>,
}

impl Keeper {
    /// Keeps nothing yet: nobody knows whose edits they are.
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            person: StoredValue::new(None),
            places: StoredValue::new(None),
            place: StoredValue::new(String::new()),
            held: StoredValue::new(None),
            waiting: StoredValue::new(None),
        }
    }

    /// Whose edits they are; none while nobody knows.
    pub fn person(self) -> Option<UserId> {
        self.person.get_value()
    }

    /// Takes a place of its own, or that of a tab that is gone, with the edits there. Gives the
    /// Save with which they were sent, if it is not known how it ended.
    pub async fn settle_in(self, user: UserId) -> Option<ChangeSetId> {
        self.person.set_value(Some(user));
        let places = Places::new(user, self.desk.table().table.id);
        self.places.set_value(Some(places.clone()));
        let sent = self.adopt().await;
        if self.place.try_with_value(String::is_empty)? {
            let place = places.fresh()?;
            let held = take(&place, Patience::None).await;
            self.move_to(place, held);
        }
        self.write();
        sent
    }

    /// Takes over the edits of a tab that is gone, where nothing is edited here: first those of
    /// this tab before it was reloaded, then those of the tab that was opened last.
    pub async fn adopt(self) -> Option<ChangeSetId> {
        let (own, others) = self.places.try_get_value()??.found();
        let whose =
            |place: &String| if own.as_ref() == Some(place) { Whose::Own } else { Whose::Others };
        // The one that is held already has nothing to take over.
        let held = self.place.try_get_value()?;
        let all = own.iter().cloned().chain(others);
        let places: Vec<String> = all.filter(|place| *place != held).collect();
        for (at, place) in places.iter().enumerate() {
            let patience = match whose(place) {
                Whose::Own => RELOADED,
                Whose::Others => Patience::None,
            };
            let Some(held) = take(place, patience).await else { continue };
            let left = count_gone(places.iter().skip(at + 1)).await;
            // The person may have taken it away meanwhile.
            let Some(kept) = draft_places::read::<Kept>(place) else { continue };
            if !self.desk.edits.try_with_untracked(Edits::is_untouched)? {
                return None;
            }
            self.move_to(place.clone(), Some(held));
            self.tell(whose(place), left);
            if let Some(zone) = kept.zone {
                self.desk.zone.set(zone);
            }
            self.desk.edits.set(Edits::restored(kept.drafts));
            if let Some(id) = kept.sent {
                self.desk.saving.set(Saving::InDoubt(id));
            }
            return kept.sent;
        }
        None
    }

    /// What waits to be written is of the place before.
    fn move_to(self, place: String, held: Option<Held>) {
        if self.place.try_with_value(|place| !place.is_empty()) == Some(true) {
            self.write();
        }
        if let Some(places) = self.places.try_get_value().flatten() {
            places.remember(&place);
        }
        // Where the page was left meanwhile, the lock goes with it.
        self.place.try_set_value(place);
        self.held.try_set_value(held);
    }

    fn tell(self, whose: Whose, left: usize) {
        let whose = match whose {
            Whose::Own => "",
            Whose::Others => " of a tab that was closed",
        };
        let more = match left {
            0 => "",
            _ => "; more come back once these are saved or discarded",
        };
        self.desk.say(format!("Your unsaved changes{whose} are back{more}"));
    }

    /// Keeps the edits, once nobody has edited for a moment.
    pub fn keep(self, drafts: Drafts) {
        let began = self.waiting.with_value(Option::is_some);
        self.wait(drafts, None);
        if !began {
            set_timeout(move || self.write(), PAUSE);
        }
    }

    /// Writes down, at once, which edits are being sent, and with which Save.
    pub fn send(self, drafts: Drafts, id: ChangeSetId) {
        self.wait(drafts, Some(id));
        self.write();
    }

    /// Strikes the Save out, at once: it is known how it ended, and these edits are left.
    pub fn answered(self, drafts: Drafts) {
        self.wait(drafts, None);
        self.write();
    }

    fn wait(self, drafts: Drafts, sent: Option<ChangeSetId>) {
        let zone = Some(self.desk.zone.get_untracked());
        self.waiting.set_value(Some(Kept { drafts, zone, sent }));
    }

    /// Discards the edits if it is this place from which they were taken away.
    pub fn taken_away(self, from: &str) {
        if self.place.try_with_value(|place| place == from) == Some(true) {
            self.desk.discard();
            self.desk.say("Your unsaved changes were discarded when you signed out");
        }
    }

    /// Writes what waits to be written.
    pub fn write(self) {
        let Some(kept) = self.waiting.try_update_value(Option::take).flatten() else { return };
        let Some(place) = self.place.try_get_value().filter(|place| !place.is_empty()) else {
            // No place yet: once there is one, it is written there.
            self.waiting.try_update_value(|waiting| *waiting = Some(kept));
            return;
        };
        let something = !kept.drafts.is_empty() || kept.sent.is_some();
        // Without its lock, another tab would take this one for gone, and its edits for its own.
        let held = self.held.try_with_value(Option::is_some).unwrap_or(false);
        let written = held && draft_places::write(&place, something.then_some(&kept));
        self.desk.unkept.try_set(!written);
    }
}

/// At how many of these places something is kept of a tab that is gone.
async fn count_gone(places: impl Iterator<Item = &String>) -> usize {
    let mut gone = 0;
    for place in places {
        // Let go of at once: it is only looked at.
        let held = take(place, Patience::None).await;
        gone += usize::from(held.is_some() && draft_places::read::<Kept>(place).is_some());
    }
    gone
}
