//! What is waited for: keys that are looked up, values that are fetched for edits, and the Save that
//! was asked for meanwhile, which takes all of them along.

use super::{Desk, Put};
use leptos::prelude::*;

/// What is under way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Awaited {
    /// How much there is for which a Save waits.
    under_way: u32,
    /// How much of it are edits that are not made yet.
    edits: u32,
    /// How often such edits were given up.
    given_up: u32,
    save: Waits,
}

/// What became of a Save that has to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Waits {
    /// There is none.
    #[default]
    No,
    /// It begins as soon as nothing is under way.
    For,
    /// It is given up, since something did not come to what the person meant.
    InVain,
}

/// When edits began that wait for the server: how often such were given up by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun(u32);

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
        if save == Some(Waits::For) {
            self.errands.save.run(());
        }
    }

    /// Begins edits that wait for the server, and has a Save wait for them.
    pub fn begin_edits(self) -> Begun {
        self.awaited.update_value(|all| {
            all.under_way += 1;
            all.edits += 1;
        });
        Begun(self.awaited.with_value(|all| all.given_up))
    }

    /// Ends that.
    pub fn end_edits(self, begun: Begun) {
        if self.is_on(begun) {
            self.awaited.update_value(|all| all.edits = all.edits.saturating_sub(1));
        }
        self.looked_up();
    }

    /// Tells whether edits that began then were not given up since.
    pub fn is_on(self, begun: Begun) -> bool {
        self.awaited.try_with_value(|all| all.given_up) == Some(begun.0)
    }

    /// What becomes of edits that cannot be made any more: they were given up, or a Save is under way,
    /// which is said.
    pub fn refuses(self, begun: Begun) -> Option<Put> {
        if !self.is_on(begun) {
            return Some(Put::GivenUp);
        }
        self.is_locked().then_some(Put::Refused)
    }

    /// Gives up the edits that wait for the server; tells whether there were any.
    pub fn give_up_edits(self) -> bool {
        let edits = self.awaited.try_update_value(|all| {
            all.given_up = all.given_up.wrapping_add(1);
            std::mem::take(&mut all.edits)
        });
        edits.is_some_and(|edits| edits > 0)
    }

    /// Gives up a Save that waits, as the person wants it; tells whether there was one.
    pub fn forget_save(self) -> bool {
        let save = self.awaited.try_update_value(|all| std::mem::take(&mut all.save));
        save == Some(Waits::For)
    }

    /// Says what did not come to what the person meant. A Save that waited for it is given up, and
    /// that is said with it, and with whatever else comes to nothing before the last has ended.
    pub fn disappoint(self, told: String) {
        let waited = self.awaited.try_update_value(|all| {
            if all.save == Waits::For {
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
            all.save = if all.under_way > 0 { Waits::For } else { Waits::No };
            all.save == Waits::For
        });
        if waits == Some(true) {
            self.say("What you typed is being looked up. Your changes are saved after that");
        }
        waits == Some(true)
    }
}
