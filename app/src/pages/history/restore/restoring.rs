//! Restoring once it is agreed to: each attempt is made once, and what it did is always told.

use super::{HistoryDesk, Question};
use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::model::change::{Conflict, SaveFate, SaveOutcome};
use crate::model::ids::ChangeSetId;
use crate::ui::random::random_id;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// What is restored: a change set, or one row of it by its place.
type What = (ChangeSetId, Option<u32>);

/// The question that is open, and what came of the answer.
#[derive(Clone, Copy)]
pub(super) struct Restoring {
    desk: HistoryDesk,
    toasts: Toasts,
    pub open: RwSignal<bool>,
    pub submission: Submission,
    pub conflicts: RwSignal<Vec<Conflict>>,
    /// Asked again after an answer was lost, it is the same attempt, which is made once.
    attempts: StoredValue<BTreeMap<What, ChangeSetId>>,
}

impl Restoring {
    /// Nothing is asked yet.
    pub fn new(desk: HistoryDesk) -> Self {
        let restoring = Self {
            desk,
            toasts: Toasts::get(),
            open: RwSignal::new(false),
            submission: Submission::new(),
            conflicts: RwSignal::new(Vec::new()),
            attempts: StoredValue::new(BTreeMap::new()),
        };
        restoring.follow();
        restoring
    }

    /// Opens with a question, and forgets it when it is closed.
    fn follow(self) {
        let Self { desk, open, submission, conflicts, .. } = self;
        Effect::new(move |_| {
            submission.reset();
            conflicts.set(Vec::new());
            open.set(desk.question.with(Option::is_some));
        });
        Effect::new(move |_| {
            // Only when there is something to forget: the two would wake each other for ever.
            if !open.get() && desk.question.with_untracked(Option::is_some) {
                desk.question.set(None);
            }
        });
    }

    /// Restores what is asked about.
    pub fn restore(self) {
        let Self { desk, submission, conflicts, attempts, .. } = self;
        let Some(question) = desk.question.get_untracked() else { return };
        let what = (question.set, question.row);
        let Some(id) = self.attempt(what) else { return };
        conflicts.set(Vec::new());
        submission.reset();
        submission.busy.set(true);
        spawn_local(async move {
            let answer = api::history::restore(desk.id, id, what.0, what.1).await;
            if is_definite(&answer) {
                attempts.try_update_value(|all| all.remove(&what));
            }
            self.answered(&question, answer);
        });
    }

    fn attempt(self, what: What) -> Option<ChangeSetId> {
        let known = self.attempts.with_value(|all| all.get(&what).copied());
        let id = known.or_else(|| random_id().map(ChangeSetId))?;
        self.attempts.update_value(|all| {
            all.insert(what, id);
        });
        Some(id)
    }

    /// What was done is told even where nobody asks any more; what was not, only where they do.
    fn answered(self, question: &Question, answer: Result<SaveOutcome, AppError>) {
        let Self { desk, open, submission, conflicts, .. } = self;
        let asked = desk.question.try_get_untracked().flatten().as_ref() == Some(question);
        if asked {
            submission.busy.set(false);
        }
        if let Some(told) = done(&answer) {
            if asked {
                open.set(false);
            }
            self.toasts.notify(told);
            // Where the page was left, there is no list any more.
            if !open.is_disposed() {
                desk.first.refetch();
            }
        } else if asked {
            match answer {
                Ok(SaveOutcome::Conflicts(found)) => conflicts.set(found),
                Ok(SaveOutcome::Known(fate)) => submission.failure.set(Some(unclear(fate))),
                Ok(SaveOutcome::Saved { .. }) => {}
                Err(error) => submission.failure.set(Some(error)),
            }
        }
    }
}

/// What is told of an attempt that ended well.
fn done(answer: &Result<SaveOutcome, AppError>) -> Option<&'static str> {
    match answer {
        Ok(SaveOutcome::Saved { id: Some(_), .. } | SaveOutcome::Known(SaveFate::Committed)) => {
            Some("Restored, as a new change set")
        }
        Ok(SaveOutcome::Saved { id: None, .. }) => {
            Some("Nothing to restore: everything is as it was already")
        }
        _ => None,
    }
}

/// Tells whether an attempt has ended, so that another one is not the same.
fn is_definite(answer: &Result<SaveOutcome, AppError>) -> bool {
    match answer {
        Ok(SaveOutcome::Known(fate)) => matches!(fate, SaveFate::Committed | SaveFate::NotSaved),
        Ok(SaveOutcome::Saved { .. } | SaveOutcome::Conflicts(_)) => true,
        Err(error) => !error.code.leaves_doubt(),
    }
}

/// What became of an attempt whose answer was lost, where it did not end well.
fn unclear(fate: SaveFate) -> AppError {
    let (message, hint) = match fate {
        SaveFate::NotSaved => ("Nothing was restored", "Try again"),
        _ => (
            "It is not known yet whether it was restored",
            "The history shows it as soon as the database has told",
        ),
    };
    AppError::new(ErrorCode::Unavailable, message).with_hint(hint)
}
