//! The question before a row or a change set is restored, and what came of it.

use super::HistoryDesk;
use crate::api;
use crate::error::{AppError, At, ErrorCode};
use crate::model::change::{Conflict, SaveFate, SaveOutcome};
use crate::model::history::{ChangeSet, RowDeed, ShownChange};
use crate::model::ids::ChangeSetId;
use crate::ui::confirm::Confirm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::counted;
use crate::ui::random::random_id;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// What is about to be restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    set: ChangeSetId,
    /// One row by its place; none for all.
    row: Option<u32>,
    title: String,
    explanation: String,
}

impl Question {
    /// All rows of a change set.
    pub fn whole(set: &ChangeSet) -> Self {
        let rows = counted(set.row_count as usize, "row", "rows");
        Self {
            set: set.id,
            row: None,
            title: "Restore this change set?".to_owned(),
            explanation: format!(
                "All it did to {rows} is undone, by a new change set: what was inserted is \
                 deleted, what was deleted is inserted again, and updated cells get their old \
                 values. All or nothing is restored."
            ),
        }
    }

    /// One row of a change set.
    pub fn row(set: &ChangeSet, row: &ShownChange) -> Self {
        let explanation = match row.deed {
            RowDeed::Inserted => "The row was inserted; restoring deletes it.",
            RowDeed::Updated => "Its changed cells get the values that they had before.",
            RowDeed::Deleted => "The row was deleted; restoring inserts it again.",
        };
        Self {
            set: set.id,
            row: Some(row.position),
            title: format!("Restore row {}?", row.key.join(", ")),
            explanation: format!("{explanation} It becomes a change set of its own."),
        }
    }
}

/// Asks, restores, and says what came of it.
#[component]
pub fn RestoreQuestion(desk: HistoryDesk) -> impl IntoView {
    let toasts = Toasts::get();
    let open = RwSignal::new(false);
    let submission = Submission::new();
    let conflicts = RwSignal::new(Vec::<Conflict>::new());
    // Asked again after an answer was lost, it is the same attempt, which is made once.
    let attempts = StoredValue::new(BTreeMap::<(ChangeSetId, Option<u32>), ChangeSetId>::new());
    Effect::new(move |_| {
        submission.reset();
        conflicts.set(Vec::new());
        open.set(desk.question.with(Option::is_some));
    });
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && desk.question.with_untracked(Option::is_some) {
            desk.question.set(None);
        }
    });
    let words = move |part: fn(Question) -> String| {
        Signal::derive(move || desk.question.get().map_or_else(String::new, part))
    };
    let explanation = words(|question| question.explanation);
    let next = words(|question| match question.row {
        Some(_) => "Look at its newer changes first.".to_owned(),
        None => "Look at their newer changes first, or restore single rows.".to_owned(),
    });
    let done = move |text| {
        open.set(false);
        desk.first.refetch();
        toasts.notify(text);
    };
    let take = move |answer: Result<SaveOutcome, AppError>| match answer {
        Ok(SaveOutcome::Saved { id: Some(_), .. } | SaveOutcome::Known(SaveFate::Committed)) => {
            done("Restored, as a new change set");
        }
        Ok(SaveOutcome::Saved { id: None, .. }) => {
            done("Nothing to restore: everything is as it was already");
        }
        Ok(SaveOutcome::Conflicts(found)) => conflicts.set(found),
        Ok(SaveOutcome::Known(fate)) => submission.failure.set(Some(unclear(fate))),
        Err(error) => submission.failure.set(Some(error)),
    };
    let on_confirm = Callback::new(move |()| {
        let Some(question) = desk.question.get_untracked() else { return };
        let what = (question.set, question.row);
        let known = attempts.with_value(|all| all.get(&what).copied());
        let Some(id) = known.or_else(|| random_id().map(ChangeSetId)) else { return };
        attempts.update_value(|all| {
            all.insert(what, id);
        });
        conflicts.set(Vec::new());
        submission.reset();
        submission.busy.set(true);
        spawn_local(async move {
            let answer = api::history::restore(desk.id, id, what.0, what.1).await;
            if is_definite(&answer) {
                attempts.try_update_value(|all| all.remove(&what));
            }
            // Whoever has closed the dialog, or asks for something else by now, is not answered.
            if desk.question.try_get_untracked().flatten() == Some(question) {
                submission.busy.set(false);
                take(answer);
            }
        });
    });
    view! {
        <Confirm
            id="restore"
            title=words(|question| question.title)
            action="Restore"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm
        >
            <p>{move || explanation.get()}</p>
            {move || clashes(&conflicts.get(), next.get())}
            {move || submission.failure.get().as_ref().and_then(at_cells)}
        </Confirm>
    }
    .into_any()
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

/// Somebody changed the rows after that change set: nothing was restored.
fn clashes(conflicts: &[Conflict], next: String) -> Option<AnyView> {
    if conflicts.is_empty() {
        return None;
    }
    let rows: Vec<_> = conflicts.iter().map(clash).collect();
    Some(
        view! {
            <div class="note failure" role="alert">
                <Icon glyph=Glyph::Warning />
                <div>
                    <p>
                        <strong>"Nothing is restored: the rows have been changed since."</strong>
                    </p>
                    <ul class="bullets">{rows}</ul>
                    <p>{next}</p>
                </div>
            </div>
        }
        .into_any(),
    )
}

fn clash(conflict: &Conflict) -> impl IntoView + use<> {
    let key = conflict
        .theirs
        .as_ref()
        .map(|row| row.id.as_ref().map_or_else(String::new, |id| id.key.join(", ")));
    match key {
        Some(key) => view! { <li>"Row " <bdi>{key}</bdi> " has other values now."</li> }.into_any(),
        None => view! { <li>"A row is not there any more."</li> }.into_any(),
    }
}

/// What the database said about single cells.
fn at_cells(error: &AppError) -> Option<impl IntoView + use<>> {
    let problems: Vec<_> = error
        .problems
        .iter()
        .filter_map(|problem| match &problem.at {
            At::Cell { column, .. } => Some((column.clone(), problem.message.clone())),
            At::Form | At::Field(_) => None,
        })
        .map(|(column, message)| {
            view! {
                <li>
                    {column.map(|column| view! { <bdi>{column}</bdi> ": " })} {message}
                </li>
            }
        })
        .collect();
    (!problems.is_empty()).then(|| view! { <ul class="bullets problem">{problems}</ul> })
}
