//! Showing moments in another time zone.

use crate::grid::desk::Desk;
use crate::grid::edits::Changed;
use leptos::prelude::*;

/// Shows moments in another zone. What was undone was typed in the zone before, and would mean
/// other moments if it were done again in this one: it is forgotten, and that is said.
pub fn choose(desk: Desk, zone: String) {
    let mut forgotten = Changed::No;
    desk.edits.update(|edits| forgotten = edits.forget_steps());
    if forgotten == Changed::Yes {
        desk.say(format!("Times are in {zone} now; what was undone cannot be done again"));
    }
    desk.zone.set(zone);
}
