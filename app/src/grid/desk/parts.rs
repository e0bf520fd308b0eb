//! What an open grid consists of besides rows and edits.

use super::Seen;
use crate::grid::edits::Drafts;
use crate::grid::geometry::Scroller;
use crate::grid::selection::Spot;
use crate::model::filter::RowQuery;
use crate::model::ids::ChangeSetId;
use crate::model::view::Layout;
use leptos::prelude::*;

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
    /// What it is made over; none where its row went with a Save.
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

/// Whether what was edited is on its way to the server; nothing is edited meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// It is not.
    #[default]
    No,
    /// It is, and the answer is waited for.
    UnderWay,
    /// It was, and no answer came: it is being found out whether this Save succeeded.
    InDoubt(ChangeSetId),
}

impl Saving {
    /// Why nothing can be edited; none where it can.
    pub fn lock(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::UnderWay => Some("Your changes are being saved. Do that again in a moment"),
            Self::InDoubt(_) => Some("It is being found out whether your changes were saved"),
        }
    }

    /// Tells whether there is a Save of which nobody knows how it ended.
    pub fn is_in_doubt(self) -> bool {
        matches!(self, Self::InDoubt(_))
    }
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
    /// Asks again whether the last Save succeeded.
    pub find_out: Callback<()>,
    /// Shows another question in the address.
    pub ask: Callback<RowQuery>,
}
