//! Which of the offered tables are ticked.

use leptos::prelude::*;
use std::collections::BTreeSet;

/// The ticked names.
#[derive(Clone, Copy)]
pub struct Pick(RwSignal<BTreeSet<String>>);

impl Pick {
    /// Nothing is ticked.
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// How many are ticked.
    pub fn count(self) -> usize {
        self.0.with(BTreeSet::len)
    }

    /// Whether one is ticked.
    pub fn has(self, name: &str) -> bool {
        self.0.with(|names| names.contains(name))
    }

    /// Ticks one, or takes the tick away.
    pub fn set(self, name: &str, ticked: Tick) {
        self.0.update(|names| {
            if ticked == Tick::On {
                names.insert(name.to_owned());
            } else {
                names.remove(name);
            }
        });
    }

    /// Takes every tick away.
    pub fn clear(self) {
        self.0.set(BTreeSet::new());
    }

    /// The ticked names, in order.
    pub fn names(self) -> Vec<String> {
        self.0.with_untracked(|names| names.iter().cloned().collect())
    }
}

/// What becomes of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// It is ticked.
    On,
    /// It is empty.
    Off,
}

impl Tick {
    /// As the browser tells it.
    pub fn of(event: &leptos::ev::Event) -> Self {
        if event_target_checked(event) { Self::On } else { Self::Off }
    }
}
