//! What is waited for: keys that are looked up, values that are fetched for edits, and the Save that
//! was asked for meanwhile, which takes all of them along.

use super::{Desk, Put};
use crate::grid::edits::{Edits, Line};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is under way.
#[derive(Clone, Debug, Default)]
pub struct Awaited {
    /// How much there is for which a Save waits.
    under_way: u32,
    /// The edits among it that are wanted, each with how many steps could be undone when it began.
    edits: Vec<(Begun, usize)>,
    /// Counts the edits.
    turns: u32,
    /// Which edits gave a cell, by row and column, its last value, as far as others may still come to
    /// it.
    last: BTreeMap<(Line, String), Begun>,
    save: Waits,
}

/// What became of a Save that has to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Waits {
    /// There is none.
    #[default]
    No,
    /// It begins as soon as nothing is under way.
    Yes,
    /// It is given up, since something did not come to what the person meant.
    InVain,
}

/// Edits that wait for the server, by when they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Begun(u32);

impl Awaited {
    fn turn(&mut self) -> Begun {
        self.turns = self.turns.wrapping_add(1);
        Begun(self.turns)
    }
}

impl Desk {
    /// Has a Save wait for something that is being looked up.
    pub fn begin_look_up(self) {
        self.awaited.update_value(|all| all.under_way += 1);
    }

    /// Ends that; a Save that has nothing to wait for any more begins.
    pub fn looked_up(self) {
        let save = self.awaited.try_update_value(|all| {
            all.under_way = all.under_way.saturating_sub(1);
            if all.under_way == 0 { std::mem::take(&mut all.save) } else { Waits::No }
        });
        if save == Some(Waits::Yes) {
            self.errands.save.run(());
        }
    }

    /// Begins edits that wait for the server, and has a Save wait for them.
    pub fn begin_edits(self) -> Begun {
        let steps = self.edits.with_untracked(Edits::steps);
        let mut begun = Begun(0);
        self.awaited.update_value(|all| {
            begun = all.turn();
            all.under_way += 1;
            all.edits.push((begun, steps));
        });
        begun
    }

    /// Ends that.
    pub fn end_edits(self, begun: Begun) {
        self.awaited.try_update_value(|all| {
            all.edits.retain(|(edits, _)| *edits != begun);
            if all.edits.is_empty() {
                all.last.clear();
            }
        });
        self.looked_up();
    }

    /// Tells whether edits were not given up since they began.
    pub fn is_on(self, begun: Begun) -> bool {
        let on = |all: &Awaited| all.edits.iter().any(|(edits, _)| *edits == begun);
        self.awaited.try_with_value(on) == Some(true)
    }

    /// Notes that edits are about to give cells values; those that began before come too late there.
    pub(super) fn claim(self, begun: Begun, cells: impl Iterator<Item = (Line, String)>) {
        self.awaited.update_value(|all| all.last.extend(cells.map(|cell| (cell, begun))));
    }

    /// Notes that cells were given values at once, upon which edits come too late that wait.
    pub(super) fn overtake(self, cells: impl Iterator<Item = (Line, String)>) {
        if self.awaited.with_value(|all| !all.edits.is_empty()) {
            let mut now = Begun(0);
            self.awaited.update_value(|all| now = all.turn());
            self.claim(now, cells);
        }
    }

    /// Tells whether a cell was given a value by others that began later.
    pub(super) fn is_overtaken(self, begun: Begun, cell: &(Line, String)) -> bool {
        let later = |all: &Awaited| all.last.get(cell).is_some_and(|last| *last > begun);
        self.awaited.try_with_value(later) == Some(true)
    }

    /// What becomes of edits that cannot be made any more: they were given up, or a Save is under way,
    /// which is said.
    pub fn refuses(self, begun: Begun) -> Option<Put> {
        if !self.is_on(begun) {
            return Some(Put::GivenUp);
        }
        self.is_locked().then_some(Put::Refused)
    }

    /// Gives up all edits that wait for the server.
    pub fn give_up_edits(self) {
        self.awaited.update_value(|all| all.edits.clear());
    }

    /// Gives up the edits that wait for the server, if they began last of all that was done; tells
    /// whether they did.
    pub fn give_up_last(self) -> bool {
        let steps = self.edits.with_untracked(Edits::steps);
        let last = self
            .awaited
            .try_update_value(|all| all.edits.pop_if(|(_, before)| *before >= steps).is_some());
        last == Some(true)
    }

    /// Gives up a Save that waits, as the person wants it; tells whether there was one.
    pub fn forget_save(self) -> bool {
        let save = self.awaited.try_update_value(|all| std::mem::take(&mut all.save));
        save == Some(Waits::Yes)
    }

    /// Says what did not come to what the person meant. A Save that waited for it is given up, and
    /// that is said with it, and with whatever else comes to nothing before the last has ended.
    pub fn disappoint(self, told: String) {
        let waited = self.awaited.try_update_value(|all| {
            if all.save == Waits::Yes {
                all.save = Waits::InVain;
            }
            all.save == Waits::InVain
        });
        let nothing = if waited == Some(true) { "Nothing was saved. " } else { "" };
        self.say(format!("{nothing}{told}"));
    }

    /// Tells, and says, whether a Save has to wait; it is begun as soon as it need not.
    pub fn delays_save(self) -> bool {
        let waits = self.awaited.try_update_value(|all| {
            all.save = if all.under_way > 0 { Waits::Yes } else { Waits::No };
            all.save == Waits::Yes
        });
        if waits == Some(true) {
            self.say("What you typed is being looked up. Your changes are saved after that");
        }
        waits == Some(true)
    }
}
