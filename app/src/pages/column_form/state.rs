//! A new column's fields as signals.

use super::default::Way;
use crate::model::table::{ColumnDraft, ColumnType};
use leptos::prelude::*;

/// One signal a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnState {
    /// Tells the column from the others on screen, wherever it is moved.
    pub id: u32,
    /// “Name”.
    pub name: RwSignal<String>,
    /// “Type”, by its code.
    pub kind: RwSignal<String>,
    /// The size of the type, where it has one.
    pub size: RwSignal<String>,
    /// “Required”.
    pub required: RwSignal<bool>,
    /// “Unique”.
    pub unique: RwSignal<bool>,
    /// “Primary key”.
    pub primary: RwSignal<bool>,
    /// “Default”, by the code of its way.
    pub way: RwSignal<String>,
    /// “Default value”, where it is fixed.
    pub value: RwSignal<String>,
    /// “Comment”.
    pub comment: RwSignal<String>,
}

impl ColumnState {
    /// Opens a draft.
    pub fn new(id: u32, draft: ColumnDraft) -> Self {
        let way = Way::of(&draft.default);
        Self {
            id,
            name: RwSignal::new(draft.name),
            kind: RwSignal::new(draft.kind.code().to_owned()),
            size: RwSignal::new(draft.size),
            required: RwSignal::new(draft.required),
            unique: RwSignal::new(draft.unique),
            primary: RwSignal::new(draft.primary),
            way: RwSignal::new(way.code().to_owned()),
            value: RwSignal::new(String::new()),
            comment: RwSignal::new(draft.comment),
        }
    }

    /// The chosen type.
    pub fn kind(self) -> ColumnType {
        self.kind.with(|code| ColumnType::from_code(code)).unwrap_or(ColumnType::Text)
    }

    /// The chosen way to a default.
    pub(super) fn way(self) -> Way {
        self.way.with(|code| Way::from_code(code))
    }

    /// What is typed now; read inside an effect or a view, it follows the typing.
    pub fn draft(self) -> ColumnDraft {
        ColumnDraft {
            name: self.name.get(),
            kind: self.kind(),
            size: self.size.get(),
            required: self.required.get(),
            unique: self.unique.get(),
            primary: self.primary.get(),
            default: self.way().default(self.value.get()),
            comment: self.comment.get(),
        }
    }
}
