//! The state of an open grid: one signal for each thing that can change by itself.

mod awaited;
mod draw;
mod fetch;
mod follow;
mod gather;
mod life;
mod look_up;
mod make;
mod parts;
mod place;
mod put;
mod read;
mod saved;
mod seen;
mod waiting;
mod zone;

use awaited::Awaited;
pub use awaited::Begun;
pub use draw::RowFace;
use life::Life;
pub use look_up::Names;
pub use parts::{Begin, Editing, Errands, MenuPlace, Saving, Sight, Subject};
pub use put::{Done, Put, Puts};
pub use read::Here;
pub use seen::Seen;

use super::anchor::Anchor;
use super::columns::{Arrangement, Arranging, arranged};
use super::edits::{Clash, Edits};
use super::problems::{Flaw, Flaws, Sought};
use super::selection::{Bounds, Selection};
use super::source::Source;
use super::tracks::Tracks;
use super::window::Window;
use crate::error::AppError;
use crate::model::filter::{Filter, RowQuery};
use crate::model::page::Total;
use crate::model::table::OpenTable;
use crate::model::view::Layout;
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;
use waiting::Waiting;

/// An open grid.
#[derive(Clone, Copy)]
pub struct Desk {
    table: StoredValue<Arc<OpenTable>>,
    source: StoredValue<Source>,
    window: StoredValue<Window>,
    under_way: StoredValue<u8>,
    anchor: StoredValue<Anchor>,
    astray: StoredValue<bool>,
    awaited: StoredValue<Awaited>,
    waiting: StoredValue<Waiting>,
    /// Ends with the grid.
    life: StoredValue<Life>,
    /// The cell whose field of the form has the focus, as it was seen then.
    begun: StoredValue<Option<Seen>>,
    /// Counts what changed in the window.
    pub arrived: RwSignal<u32>,
    /// Which rows in which order.
    pub query: RwSignal<RowQuery>,
    /// Filters as they are typed, which may not be complete yet.
    pub filters: RwSignal<Vec<Filter>>,
    /// In which zone moments are shown.
    pub zone: RwSignal<String>,
    /// How the columns stand.
    pub layout: RwSignal<Layout>,
    /// The shown columns.
    pub arrangement: Memo<Arrangement>,
    /// Where they lie.
    pub tracks: Memo<Tracks>,
    /// What is seen.
    pub sight: RwSignal<Sight>,
    /// What is selected.
    pub selection: RwSignal<Selection>,
    /// The edit that is under way.
    pub editing: RwSignal<Option<Editing>>,
    /// What has been edited.
    pub edits: RwSignal<Edits>,
    /// What was said to be wrong with it: by the server, or when a Save was asked for.
    pub told: RwSignal<Vec<Flaw>>,
    /// All that is wrong with it, as far as is known.
    pub flaws: Memo<Flaws>,
    /// Whose keys are being looked up.
    pub sought: RwSignal<Sought>,
    /// What met somebody else's change.
    pub clashes: RwSignal<Vec<Clash>>,
    /// Whether a Save is under way.
    pub saving: RwSignal<Saving>,
    /// Whether the browser cannot keep the edits, so that a reload loses them.
    pub unkept: RwSignal<bool>,
    /// Why rows could not be fetched; the next ones that come end it.
    pub failure: RwSignal<Option<AppError>>,
    /// Why a Save did not succeed, or why nobody knows; the next Save ends it.
    pub save_failure: RwSignal<Option<AppError>>,
    /// Why something else that was asked for was not done.
    pub command_failure: RwSignal<Option<AppError>>,
    /// The last thing to say to the person.
    pub said: RwSignal<String>,
    /// The menu that is open.
    pub menu: RwSignal<Option<MenuPlace>>,
    /// Whether the form of the active row is open.
    pub form: RwSignal<bool>,
    /// What the page does for the grid.
    pub errands: Errands,
    /// The element that scrolls.
    pub frame: NodeRef<Div>,
    /// The element that holds the focus.
    pub sheet: NodeRef<Div>,
}

impl Desk {
    /// A grid of a table that was opened.
    pub fn new(table: OpenTable, source: Source, errands: Errands) -> Self {
        let table = StoredValue::new(Arc::new(table));
        let layout = RwSignal::new(Layout::default());
        let arrangement = Memo::new(move |_| {
            layout.with(|layout| table.with_value(|t| Arrangement::of(layout, &t.columns)))
        });
        let sight = RwSignal::new(Sight::default());
        let view = Memo::new(move |_| sight.with(|sight| sight.width));
        let tracks = Memo::new(move |_| {
            arrangement.with(|arrangement| {
                let widths = arrangement.shown.iter().map(|shown| shown.width);
                Tracks::new(widths, arrangement.frozen).within(view.get())
            })
        });
        let (edits, told) = (RwSignal::new(Edits::default()), RwSignal::new(Vec::new()));
        let sought = RwSignal::new(Sought::default());
        let flaws = Memo::new(move |_| {
            let (told, edits, sought) = (told.read(), edits.read(), sought.read());
            table.with_value(|table| Flaws::known(&told, edits.drafts(), table, &sought))
        });
        Self {
            table,
            source: StoredValue::new(source),
            window: StoredValue::new(Window::default()),
            under_way: StoredValue::new(0),
            anchor: StoredValue::new(Anchor::default()),
            astray: StoredValue::new(false),
            awaited: StoredValue::new(Awaited::default()),
            waiting: StoredValue::new(Waiting::default()),
            life: StoredValue::new(Life::default()),
            begun: StoredValue::new(None),
            arrived: RwSignal::new(0),
            query: RwSignal::new(RowQuery::default()),
            filters: RwSignal::new(Vec::new()),
            zone: RwSignal::new("UTC".to_owned()),
            layout,
            arrangement,
            tracks,
            sight,
            selection: RwSignal::new(Selection::default()),
            editing: RwSignal::new(None),
            edits,
            told,
            flaws,
            sought,
            clashes: RwSignal::new(Vec::new()),
            saving: RwSignal::new(Saving::No),
            unkept: RwSignal::new(false),
            failure: RwSignal::new(None),
            save_failure: RwSignal::new(None),
            command_failure: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            menu: RwSignal::new(None),
            form: RwSignal::new(false),
            errands,
            frame: NodeRef::new(),
            sheet: NodeRef::new(),
        }
    }

    /// The table.
    pub fn table(self) -> Arc<OpenTable> {
        self.table.get_value()
    }

    /// Reads the rows that are here.
    pub fn with_window<T>(self, read: impl FnOnce(&Window) -> T) -> T {
        self.window.with_value(read)
    }

    /// Changes the rows that are here, and tells everything that shows them.
    pub fn change_window(self, change: impl FnOnce(&mut Window)) {
        self.window.update_value(change);
        self.arrived.update(|count| *count = count.wrapping_add(1));
    }

    /// How many rows of the table there are; follows what arrives.
    pub fn total(self) -> Option<Total> {
        self.arrived.track();
        self.with_window(Window::total)
    }

    /// Tells whether rows are asked for of which nothing is known yet; follows what arrives.
    pub fn is_waiting(self) -> bool {
        self.total().is_none() && self.failure.with(Option::is_none)
    }

    /// How many rows are shown: new ones, then those of the table.
    pub fn rows(self) -> u64 {
        let added = self.edits.with(|edits| super::number::wide(edits.drafts().added().len()));
        added + self.total().map_or(0, Total::rows)
    }

    /// How many rows and columns are shown, read without following.
    pub fn bounds(self) -> Bounds {
        untrack(|| Bounds { rows: self.rows(), columns: self.tracks.with(Tracks::count) })
    }

    /// Changes how the columns stand, and keeps it.
    pub fn arrange(self, change: Arranging) {
        let table = self.table();
        self.layout.update(|layout| *layout = arranged(layout, &table.columns, change));
        self.errands.keep_layout.run(self.layout.get_untracked());
    }

    /// Changes what is asked for.
    pub fn ask(self, change: impl FnOnce(&mut RowQuery)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        if query != self.query.get_untracked() {
            self.errands.ask.run(query);
        }
    }

    /// Says something to the person.
    pub fn say(self, sentence: impl Into<String>) {
        self.said.set(sentence.into());
    }

    /// Gives the focus back to the grid, once what has just been told to close is closed.
    pub fn focus_after(self) {
        request_animation_frame(move || self.focus());
    }

    /// Gives the focus back to the grid.
    pub fn focus(self) {
        if let Some(sheet) = self.sheet.try_get_untracked().flatten() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // Fails only where the grid has just been left.
            let _ = sheet.focus_with_options(&options);
        }
    }
}
