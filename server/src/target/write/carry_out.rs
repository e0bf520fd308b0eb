//! Carrying out every change in the transaction, and reading back what became of the rows.

use super::before::{Before, not_written, only};
use super::check::{Task, Work};
use super::missed::why_missed;
use super::order::in_order;
use super::statements::{Hold, edition, expected_key, is_as_known, read, write};
use crate::target::catalog::Relation;
use crate::target::diagnostics::{Said, TargetError};
use crate::target::pools::{Answer, Failed, Lease, Zone};
use crate::target::read::shortened;
use crate::target::sql::{Fragment, sql};
use crate::target::transaction::{Life, number, read_number};
use app::error::AppError;
use app::model::change::Conflict;
use app::model::page::Row;
use std::collections::BTreeMap;

/// What was done, and not yet committed.
pub(super) struct Done {
    /// The transaction's number.
    pub(super) xid: String,
    /// The life of the server that gave it.
    pub(super) life: Life,
    /// The rows that are there now, by their change: whole and in UTC, and as the person sees them.
    pub(super) after: BTreeMap<usize, After>,
}

/// A row as it is now.
pub(super) struct After {
    /// Whole and in UTC, for the history.
    pub(super) whole: Row,
    /// In the person's zone, with the starts of long texts only.
    pub(super) shown: Row,
}

impl After {
    /// A row read in UTC and in the person's zone; its key is that of UTC, whatever the zone.
    pub(super) fn new(whole: Row, shown: Row) -> Self {
        let shown = Row { id: whole.id.clone(), ..shortened(shown) };
        Self { whole, shown }
    }
}

/// The keys of rows, by their change.
type Keys = BTreeMap<usize, Vec<String>>;

/// Checks what is deferred to the end of the transaction.
pub(super) fn constraints() -> Fragment {
    sql!("set constraints all immediate")
}

/// Why it was not done.
pub(super) enum Halted {
    /// Somebody else was there first.
    Conflicts(Vec<Conflict>),
    /// The database refuses something: at which change, if one is to blame.
    Failed(Option<usize>, Said),
    /// Anything else.
    Broken(TargetError),
}

impl From<TargetError> for Halted {
    fn from(error: TargetError) -> Self {
        Self::Broken(error)
    }
}

/// Carries out the tasks. What is deferrable is checked only at the end, so that rows may change
/// places.
pub(super) async fn carry_out(
    lease: &mut Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    before: &Before,
    zone: &Zone,
) -> Result<Done, Halted> {
    let writing = in_order(relation, tasks, before);
    let statements = writing.iter().map(|task| {
        // Unknown columns were told before: these have gone since.
        write(relation, task, before.get(&task.change)).ok_or(TargetError::ColumnsChanged)
    });
    let statements: Vec<_> = statements.collect::<Result<_, _>>()?;
    let deferred = sql!("set constraints all deferred");
    let sent = lease.go_on().query(&zone.set()).query(&deferred).queries(&statements);
    let sent = sent.query(&constraints()).query(&edition(relation)).query(&number()).send().await;
    let answers = sent.map_err(|failed| halted(failed, &writing))?;
    if !is_as_known(relation, answers.iter().rev().nth(1), 0)? {
        return Err(TargetError::Outdated.into());
    }
    let (xid, life) = read_number(answers.last())?;
    let answers = answers.get(2..).unwrap_or_default();
    let (keys, missed) = written(relation, &writing, answers)?;
    if !missed.is_empty() {
        return Err(why_missed(lease, relation, &missed, (before, writing.len() > 1), zone).await?);
    }
    let after = read_back(lease, relation, keys, tasks, zone).await?;
    Ok(Done { xid, life, after })
}

/// The first statements set the zone, and what is deferred.
fn halted(failed: Failed, writing: &[&Task<'_>]) -> Halted {
    let task = failed.query.and_then(|query| writing.get(query.checked_sub(2)?));
    match failed.said {
        Ok(said) => Halted::Failed(task.map(|task| task.change), said),
        Err(error) => Halted::Broken(error),
    }
}

/// The keys of the rows that were written, by their change, and those that were not: every statement
/// must have hit one row.
fn written<'t, 'c>(
    relation: &Relation,
    writing: &[&'t Task<'c>],
    answers: &[Answer],
) -> Result<(Keys, Vec<&'t Task<'c>>), TargetError> {
    let mut keys = Keys::new();
    let mut missed = Vec::new();
    for (task, answer) in writing.iter().zip(answers) {
        match (answer.hits, &task.work) {
            (1, Work::Delete(..)) => {}
            (1, _) => match key(relation, task, answer)? {
                Some(key) => {
                    keys.insert(task.change, key);
                }
                // A row that cannot be found again would have no history.
                None => missed.push(*task),
            },
            (0, _) => missed.push(*task),
            _ => return Err(TargetError::Unreadable("several rows were hit".to_owned())),
        }
    }
    Ok((keys, missed))
}

/// The key of a row that was written: as it was returned, or as it must be.
fn key(
    relation: &Relation,
    task: &Task<'_>,
    answer: &Answer,
) -> Result<Option<Vec<String>>, TargetError> {
    match answer.first() {
        Some(row) => Ok(Some((0..row.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()?)),
        None => Ok(expected_key(relation, task)),
    }
}

/// Reads the rows that are there now.
async fn read_back(
    lease: &mut Lease,
    relation: &Relation,
    mut keys: Keys,
    tasks: &[Task<'_>],
    zone: &Zone,
) -> Result<BTreeMap<usize, After>, TargetError> {
    let looked_at = tasks.iter().filter(|task| !task.writes());
    keys.extend(looked_at.filter_map(|task| Some((task.change, task.row()?.key.clone()))));
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let questions = keys.values().map(|key| read(relation, key, Hold::Seen));
    let questions: Option<Vec<Fragment>> = questions.collect();
    let questions = questions.ok_or(TargetError::ColumnsChanged)?;
    let again = if relation.zoned() { questions.as_slice() } else { &[] };
    let sent = lease.go_on().query(&Zone::utc().set()).queries(&questions);
    let sent = sent.query(&zone.set()).queries(again);
    let answers = sent.send().await?;
    let whole = answers.get(1..).unwrap_or_default();
    let shown = answers.get(questions.len() + 2..).unwrap_or_default();
    let mut after = BTreeMap::new();
    for (at, change) in keys.into_keys().enumerate() {
        let row = |answers: &[Answer]| answers.get(at).map(|answer| only(relation, answer));
        let Some(whole) = row(whole).transpose()?.flatten() else { continue };
        let shown = row(shown).transpose()?.flatten().unwrap_or_else(|| whole.clone());
        after.insert(change, After::new(whole, shown));
    }
    vanished(tasks, &after)?;
    Ok(after)
}

/// A row that was written must be found again, or its history would have a hole.
fn vanished(tasks: &[Task<'_>], after: &BTreeMap<usize, After>) -> Result<(), TargetError> {
    let lost = tasks.iter().filter(|task| {
        matches!(task.work, Work::Insert(_) | Work::Update(..)) && !after.contains_key(&task.change)
    });
    let problems: Vec<_> = lost.map(|task| not_written(task.change)).collect();
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems).into()) }
}
