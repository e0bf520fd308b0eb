//! Views: how somebody, or everybody in a folder, looks at a table.

use super::filter::RowQuery;
use super::ids::ViewId;
use serde::{Deserialize, Serialize};

/// The narrowest a column gets, in CSS pixels.
pub const MIN_WIDTH: u16 = 40;
/// The widest a column gets, in CSS pixels.
pub const MAX_WIDTH: u16 = 1_200;

/// How the columns stand; columns that it does not name follow in the target's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The columns in their order.
    #[serde(default)]
    pub columns: Vec<ColumnLayout>,
    /// How many shown columns stay in sight on the left.
    #[serde(default)]
    pub frozen: u16,
}

impl Layout {
    /// Follows a column that was given another name.
    pub fn rename(&mut self, old: &str, new: &str) {
        for layout in self.columns.iter_mut().filter(|layout| layout.column == old) {
            new.clone_into(&mut layout.column);
        }
    }
}

/// How one column stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnLayout {
    /// The column's name.
    pub column: String,
    /// Its width in CSS pixels; none for the usual one.
    #[serde(default)]
    pub width: Option<u16>,
    /// Whether it is left out.
    #[serde(default)]
    pub hidden: bool,
}

/// A view that everybody who opens the table can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Identifies the view.
    pub id: ViewId,
    /// Its name, unique in the table without regard to case.
    pub name: String,
    /// Which rows in which order.
    pub query: RowQuery,
    /// How the columns stand.
    pub layout: Layout,
}

/// A view as typed: new, or with other values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewDraft {
    /// Its name as typed.
    pub name: String,
    /// Which rows in which order.
    pub query: RowQuery,
    /// How the columns stand.
    pub layout: Layout,
}
