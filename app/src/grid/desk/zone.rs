//! The time zone in which moments are shown and read.

use super::Desk;
use crate::error::AppError;
use crate::grid::edits::{Changed, Edits};
use crate::model::zone::instead_of;
use leptos::prelude::*;

impl Desk {
    /// Shows moments in another zone. What was undone was typed in the zone before, and would mean
    /// other moments if it were done again in this one: it is forgotten, and that is said.
    pub fn choose_zone(self, zone: String) {
        let mut forgotten = Changed::No;
        self.edits.update(|edits| forgotten = edits.forget_steps());
        if forgotten == Changed::Yes {
            self.say(format!("Times are in {zone} now; what was undone cannot be done again"));
        }
        self.zone.set(zone);
    }

    /// Goes on in another zone where PostgreSQL does not know this one, and says so; tells whether
    /// it does. Moments that were typed are meant in the zone in which they were typed, which then
    /// stays.
    pub(super) fn give_way(self, error: &AppError) -> bool {
        let unknown = error.problems.iter().any(|problem| problem.code == "unknown_zone");
        let goes = unknown && self.edits.with_untracked(Edits::is_untouched);
        let zone = self.zone.get_untracked();
        let Some(other) = instead_of(&zone).filter(|_| goes) else { return false };
        self.choose_zone(other.to_owned());
        self.say(format!("PostgreSQL knows no time zone named {zone}; times are in {other} now"));
        true
    }
}
