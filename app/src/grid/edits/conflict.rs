//! A row that met somebody else's change: what stands is decided cell by cell.
//!
//! Invariant: what nobody else touched stays as it was edited, whatever is decided of the rest.

use super::Edits;
use super::drafts::{Cells, Line, RowDraft, Value};
use crate::model::page::Row;
use std::collections::BTreeMap;

/// A row as somebody else left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    /// The row as it is now.
    pub row: Row,
    /// The whole present values of the columns that were edited here.
    pub cells: Cells,
}

/// What stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What was edited here.
    Mine,
    /// What somebody else made of it.
    Theirs,
}

/// What there is to decide of: a column, or none for the row as a whole.
pub type Point = Option<String>;

/// A row that met somebody else's change, with what is decided so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The row as it was edited here.
    pub mine: RowDraft,
    /// The row as they left it; none where it is gone.
    pub theirs: Option<Theirs>,
    choices: BTreeMap<Point, Option<Choice>>,
}

impl Clash {
    /// The edits of a row beside what somebody else made of it.
    pub fn new(mine: RowDraft, theirs: Option<Theirs>) -> Self {
        let points: Vec<Point> = match &theirs {
            Some(theirs) if !mine.deleted => {
                let differs =
                    |name: &&String| match (theirs.cells.get(*name), mine.cells.get(*name)) {
                        (Some(present), Some(cell)) => *present != cell.old && *present != cell.new,
                        _ => false,
                    };
                mine.cells.keys().filter(differs).cloned().map(Some).collect()
            }
            _ => vec![None],
        };
        let choices = points.into_iter().map(|point| (point, None)).collect();
        Self { mine, theirs, choices }
    }

    /// The row.
    pub fn line(&self) -> Line {
        Line::Stored(self.mine.id.key.clone())
    }

    /// Their value of a column that was edited here; none where the row is gone.
    pub fn present(&self, column: &str) -> Option<&Value> {
        self.theirs.as_ref()?.cells.get(column)
    }

    /// What is decided of a point; none where there is nothing to decide.
    pub fn choice(&self, point: &Point) -> Option<Option<Choice>> {
        self.choices.get(point).copied()
    }

    /// Decides one point. Edits of a row that is gone cannot stand.
    pub fn choose(&mut self, point: &Point, choice: Choice) {
        if choice == Choice::Mine && self.theirs.is_none() {
            return;
        }
        if let Some(chosen) = self.choices.get_mut(point) {
            *chosen = Some(choice);
        }
    }

    /// Decides every point.
    pub fn choose_all(&mut self, choice: Choice) {
        let points: Vec<Point> = self.choices.keys().cloned().collect();
        for point in &points {
            self.choose(point, choice);
        }
    }

    /// How many points are left to decide.
    pub fn open_points(&self) -> usize {
        self.choices.values().filter(|choice| choice.is_none()).count()
    }

    /// The same before anything was decided.
    #[must_use]
    pub fn undecided(&self) -> Self {
        let choices = self.choices.keys().map(|point| (point.clone(), None)).collect();
        Self { choices, ..self.clone() }
    }

    /// What was edited since the Save, over theirs where that has been seen.
    fn further(&self, mut now: RowDraft) -> RowDraft {
        now.cells.retain(|name, cell| self.mine.cells.get(name) != Some(cell));
        for (name, cell) in &mut now.cells {
            if let Some(present) = self.present(name) {
                cell.old.clone_from(present);
            }
        }
        now.cells.retain(|_, cell| cell.old != cell.new);
        now.deleted = false;
        now
    }

    /// The row's edits once everything is decided: those that stand are edits over theirs. What
    /// was taken back since the Save, as `now` shows, stands only where that was decided.
    fn settled(&self, now: Option<&RowDraft>) -> Option<RowDraft> {
        let theirs = self.theirs.as_ref()?;
        let mut draft = RowDraft { id: theirs.row.id.clone()?, ..self.mine.clone() };
        if self.choice(&None).flatten() == Some(Choice::Theirs) {
            return None;
        }
        draft.cells.retain(|name, cell| {
            let choice = self.choice(&Some(name.clone()));
            let kept = match choice {
                Some(choice) => choice != Some(Choice::Theirs),
                None => now.is_some_and(|now| now.cells.contains_key(name)),
            };
            if let Some(present) = theirs.cells.get(name) {
                cell.old.clone_from(present);
            }
            kept && cell.old != cell.new
        });
        Some(draft).filter(|draft| !draft.is_empty())
    }
}

impl Edits {
    /// Takes over what was decided of a row; what was edited further since stays an edit.
    pub fn settle(&mut self, clash: &Clash) {
        let now = self.drafts.rows.remove(&clash.mine.id.key);
        let settled = clash.settled(now.as_ref());
        let further = now.map(|now| clash.further(now)).filter(|draft| !draft.is_empty());
        if let Some(mut draft) = settled {
            draft.cells.extend(further.into_iter().flat_map(|further| further.cells));
            self.drafts.rows.insert(draft.id.key.clone(), draft);
        } else if let Some(further) = further {
            self.drafts.rows.insert(further.id.key.clone(), further);
        }
        self.forget_steps();
    }
}
