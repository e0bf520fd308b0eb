//! The state of an open grid: one signal for each thing that can change by itself.

mod draw;
mod fetch;
pub mod make;
mod place;
mod read;
mod seen;

pub use draw::RowFace;
pub use read::Here;
pub use seen::Seen;

use super::columns::{Arrangement, Arranging, arranged};
use super::edits::{Drafts, Edits, Line};
use super::geometry::Scroller;
use super::problems::Flaw;
use super::selection::{Bounds, Selection, Spot};
use super::source::Source;
use super::tracks::Tracks;
use super::window::Window;
use crate::error::AppError;
use crate::model::filter::{Filter, RowQuery};
use crate::model::page::{Row, Total};
use crate::model::table::OpenTable;
use crate::model::view::Layout;
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;

/// What is seen of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Up and down.
    pub scroller: Scroller,
    /// How far to the right.
    pub left: i32,
    /// The width of the view beside the row numbers.
    pub width: i32,
}

/// An edit that is under way in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editing {
    /// The cell.
    pub spot: Spot,
    /// The text with which it begins.
    pub text: String,
    /// Whether the text was typed over the cell's value, or is the cell's value.
    pub begin: Begin,
    /// What it is made over; none where not all of the value is here.
    pub seen: Option<Seen>,
}

/// How an edit begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With the cell's value.
    Value,
    /// With the cell's value, which is NULL.
    Null,
    /// With a text that replaces it.
    Typed,
}

/// A menu that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuPlace {
    /// From the left of the window.
    pub x: i32,
    /// From its top.
    pub y: i32,
    /// What it is about.
    pub subject: Subject,
}

/// What a menu is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The selected cells.
    Cells,
    /// A shown column.
    Column(usize),
}

/// A change that met somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The row.
    pub line: Line,
    /// The row as it is now; none when it is gone.
    pub theirs: Option<Row>,
}

/// Something the page does for the grid.
#[derive(Clone, Copy)]
pub struct Errands {
    /// Saves.
    pub save: Callback<()>,
    /// Keeps the layout.
    pub keep_layout: Callback<Layout>,
    /// Keeps the drafts in the browser.
    pub keep_drafts: Callback<Drafts>,
    /// Shows another question in the address.
    pub ask: Callback<RowQuery>,
}

/// An open grid.
#[derive(Clone, Copy)]
pub struct Desk {
    table: StoredValue<Arc<OpenTable>>,
    source: StoredValue<Source>,
    window: StoredValue<Window>,
    under_way: StoredValue<u8>,
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
    /// What is wrong with it.
    pub flaws: RwSignal<Vec<Flaw>>,
    /// What met somebody else's change.
    pub clashes: RwSignal<Vec<Clash>>,
    /// Whether a Save is under way.
    pub saving: RwSignal<bool>,
    /// Why rows could not be fetched, or a Save did not succeed.
    pub failure: RwSignal<Option<AppError>>,
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
        let tracks = Memo::new(move |_| {
            arrangement.with(|arrangement| {
                let widths = arrangement.shown.iter().map(|shown| shown.width);
                Tracks::new(widths, arrangement.frozen)
            })
        });
        Self {
            table,
            source: StoredValue::new(source),
            window: StoredValue::new(Window::default()),
            under_way: StoredValue::new(0),
            arrived: RwSignal::new(0),
            query: RwSignal::new(RowQuery::default()),
            filters: RwSignal::new(Vec::new()),
            zone: RwSignal::new("UTC".to_owned()),
            layout,
            arrangement,
            tracks,
            sight: RwSignal::new(Sight::default()),
            selection: RwSignal::new(Selection::default()),
            editing: RwSignal::new(None),
            edits: RwSignal::new(Edits::default()),
            flaws: RwSignal::new(Vec::new()),
            clashes: RwSignal::new(Vec::new()),
            saving: RwSignal::new(false),
            failure: RwSignal::new(None),
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

    /// Gives the focus back to the grid.
    pub fn focus(self) {
        if let Some(sheet) = self.sheet.get_untracked() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            // Fails only where the grid has just been left.
            let _ = sheet.focus_with_options(&options);
        }
    }
}
