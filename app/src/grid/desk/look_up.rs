//! Looking up which key was meant by what was typed into a foreign key.
//!
//! Invariant: what was typed stands in the cell until its key is known, and stays there where
//! nothing is found; no Save is sent before that.

use super::waiting::Given;
use super::{Desk, Saving, Seen};
use crate::error::AppError;
use crate::grid::cell::objection;
use crate::grid::edits::{Cells, Changed, Exchange, Value};
use crate::grid::problems::Flaw;
use crate::model::cell::CellKind;
use crate::model::page::Choice;
use crate::model::table::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is being looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct LookUps {
    under_way: u32,
    /// Whether a Save waits for them.
    save: bool,
}

impl Desk {
    /// Gives a cell what was typed, and that for which it stands once this is known.
    pub fn put_typed(self, seen: Seen, column: &Column, value: Value) {
        let named = value.as_ref().is_some_and(|text| !text.is_empty());
        if column.reference.is_none() || !named {
            self.put_seen(seen, value);
            return;
        }
        match self.saving.try_get_untracked() {
            None => {}
            Some(Saving::No) => {
                self.put_seen(seen.clone(), value.clone());
                // What is typed once more may be found now.
                self.forgive(&[(seen.line(), Some(column.name.clone()))]);
                self.look_up(seen, column.clone(), value.unwrap_or_default());
            }
            Some(_) => self.wait(seen, Given::Typed(Box::new(column.clone()), value)),
        }
    }

    fn look_up(self, seen: Seen, column: Column, text: String) {
        self.begin_look_up();
        spawn_local(async move {
            let found = self.choices(column.name.clone(), text.clone()).await;
            if !self.edits.is_disposed() {
                match meant(found, &text) {
                    Ok(choice) => self.found(seen, column.name, text, choice),
                    Err(_) if may_be_key(&column, &text) || self.adds_key(&column, &text) => {}
                    Err(message) => self.doubt(seen, column.name, text, message),
                }
                self.looked_up();
            }
        });
    }

    fn found(self, seen: Seen, column: String, text: String, choice: Choice) {
        let Choice { value, label } = choice;
        self.change_window(|window| window.learn_label(&column, value.clone(), label));
        let cell = (seen.line(), Some(column.clone()));
        let (given, meant) = (Some(text), Some(value));
        let exchange = Exchange { line: seen.line(), column, given, meant };
        let mut changed = Changed::No;
        self.edits.update(|edits| changed = edits.exchange(&exchange));
        if changed == Changed::Yes {
            self.forgive(&[cell]);
            self.kept();
        }
    }

    /// Tells whether a new row of this very table, not saved yet, brings the key.
    fn adds_key(self, column: &Column, text: &str) -> bool {
        let table = self.table().table.clone();
        column.reference.as_ref().is_some_and(|reference| {
            let own = reference.schema == table.schema && reference.table == table.name;
            let holds = |cells: &Cells| {
                cells.get(&reference.column).and_then(Option::as_deref) == Some(text)
            };
            own && self
                .edits
                .with_untracked(|edits| edits.drafts().added().iter().any(|row| holds(&row.cells)))
        })
    }

    /// Marks the cell, unless it was edited again meanwhile. A Save that waited is given up.
    fn doubt(self, seen: Seen, column: String, text: String, message: String) {
        let line = seen.line();
        if self.edits.with_untracked(|edits| edits.holds(&line, &column, &Some(text))) {
            let waited = self.forget_save();
            let nothing = if waited { "Nothing was saved. " } else { "" };
            self.say(format!("{nothing}“{column}”: {message}"));
            self.forgive(&[(line.clone(), Some(column.clone()))]);
            self.flaws.update(|all| all.push(Flaw { line, column: Some(column), message }));
        }
    }

    /// Has a Save wait for something that is being fetched for an edit.
    pub fn begin_look_up(self) {
        self.look_ups.update_value(|all| all.under_way += 1);
    }

    /// Ends that; a Save that has nothing to wait for any more begins.
    pub fn looked_up(self) {
        let save = self.look_ups.try_update_value(|all| {
            all.under_way = all.under_way.saturating_sub(1);
            all.under_way == 0 && std::mem::take(&mut all.save)
        });
        if save == Some(true) {
            self.errands.save.run(());
        }
    }

    /// Gives up a Save that waits; tells whether there was one.
    pub fn forget_save(self) -> bool {
        self.look_ups.try_update_value(|all| std::mem::take(&mut all.save)) == Some(true)
    }

    /// Tells, and says, whether a Save has to wait; it is begun as soon as it need not.
    pub fn delays_save(self) -> bool {
        let waits = self.look_ups.try_update_value(|all| {
            all.save = all.under_way > 0;
            all.save
        });
        if waits == Some(true) {
            self.say("What you typed is being looked up. Your changes are saved after that");
        }
        waits == Some(true)
    }
}

/// Tells whether a text may be another notation of a key than the one in which keys are listed.
fn may_be_key(column: &Column, text: &str) -> bool {
    let is_text = matches!(column.kind, CellKind::Text { .. } | CellKind::Char { .. });
    !is_text && objection(column, Some(text)).is_none()
}

/// What was meant, as the key, else as the label of exactly one row, else as the only one that
/// differs by nothing but capitals; or why nothing was found.
fn meant(found: Result<Vec<Choice>, AppError>, text: &str) -> Result<Choice, String> {
    let mut found = match found {
        Ok(found) => found,
        Err(error) => {
            return Err(format!("It could not be looked up what this means. {}", error.message));
        }
    };
    if let Some(at) = found.iter().position(|choice| choice.value == text) {
        return Ok(found.swap_remove(at));
    }
    let (mut named, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|choice| choice.label == text);
    if named.is_empty() {
        let same = |other: &str| other.to_lowercase() == text.to_lowercase();
        named.extend(others.into_iter().filter(|c| same(&c.value) || same(&c.label)));
    }
    match (named.pop(), named.pop()) {
        (Some(choice), None) => Ok(choice),
        (Some(_), Some(_)) => Err("Several are called so. Choose one from the list".to_owned()),
        (None, _) => Err("Nothing was found that is called so. Choose from the list".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{may_be_key, meant};
    use crate::error::{AppError, ErrorCode};
    use crate::grid::cell::check::tests::column;
    use crate::model::cell::{CellKind, NumberKind};
    use crate::model::page::Choice;

    fn choices() -> Vec<Choice> {
        let all = [("1", "Ada"), ("2", "Ada"), ("3", "1"), ("4", "Emmy"), ("5", "Emmy N.")];
        all.map(|(value, label)| Choice { value: value.to_owned(), label: label.to_owned() }).into()
    }

    #[test]
    fn exactly_one_is_meant_or_none() {
        let key = |text| meant(Ok(choices()), text).map(|choice| choice.value).ok();
        assert_eq!(key("Emmy").as_deref(), Some("4"));
        assert_eq!(key("1").as_deref(), Some("1"));
        assert_eq!(key("emmy").as_deref(), Some("4"));
        assert_eq!(key("Ada"), None);
        assert_eq!(key("ada"), None);
        assert_eq!(key("Emm"), None);
        assert!(meant(Err(AppError::new(ErrorCode::Offline, "Offline")), "Emmy").is_err());
    }

    #[test]
    fn only_what_cannot_be_a_key_is_certainly_none() {
        let number = column(CellKind::Number(NumberKind::Integer));
        let uuid = column(CellKind::Uuid);
        assert!(may_be_key(&number, "007"));
        assert!(!may_be_key(&number, "Emmy"));
        assert!(may_be_key(&uuid, "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}"));
        assert!(!may_be_key(&uuid, "Emmy"));
        assert!(!may_be_key(&column(CellKind::Text { length: None }), "Emmy"));
    }
}
