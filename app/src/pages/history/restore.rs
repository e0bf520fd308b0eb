//! The question before a row or a change set is restored, and what came of it.

mod restoring;

use super::HistoryDesk;
use crate::error::{AppError, At};
use crate::model::change::Conflict;
use crate::model::history::{ChangeSet, RowDeed, ShownChange};
use crate::model::ids::ChangeSetId;
use crate::ui::confirm::Confirm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::counted;
use crate::ui::sentence::{named, sentence};
use leptos::prelude::*;
use restoring::Restoring;

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

    /// Tells the question from every other one on the page.
    pub fn id(&self) -> String {
        let row = self.row.map_or("all".to_owned(), |row| row.to_string());
        format!("restore-{}-{row}", self.set)
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
            title: format!("Restore row {}?", named(&row.key.join(", "))),
            explanation: format!("{explanation} It becomes a change set of its own."),
        }
    }
}

/// Asks, restores, and says what came of it.
#[component]
pub fn RestoreQuestion(desk: HistoryDesk) -> impl IntoView {
    let restoring = Restoring::new(desk);
    let Restoring { open, submission, conflicts, .. } = restoring;
    let words = move |part: fn(Question) -> String| {
        Signal::derive(move || desk.question.get().map_or_else(String::new, part))
    };
    let explanation = words(|question| question.explanation);
    let next = words(|question| match question.row {
        Some(_) => "Look at its newer changes first.".to_owned(),
        None => "Look at their newer changes first, or restore single rows.".to_owned(),
    });
    view! {
        <Confirm
            id="restore"
            title=words(|question| question.title)
            action="Restore"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm=Callback::new(move |()| restoring.restore())
        >
            <p>{move || explanation.get()}</p>
            {move || clashes(&conflicts.get(), next.get())}
            {move || submission.failure.get().as_ref().and_then(at_cells)}
        </Confirm>
    }
    .into_any()
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
                    {column.map(|column| view! { <bdi>{column}</bdi> ": " })} {sentence(&message)}
                </li>
            }
        })
        .collect();
    (!problems.is_empty()).then(|| view! { <ul class="bullets problem">{problems}</ul> })
}
