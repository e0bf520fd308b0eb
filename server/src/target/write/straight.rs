//! The usual Save in one round trip: values in rows that nobody else has changed.
//!
//! It goes ahead as if all were well and looks afterwards. Where anything was otherwise it undoes
//! everything, and the Save begins anew in steps that can tell what it was.

use super::before::{Before, Seen, only, untouched};
use super::carry_out::{After, Done, constraints};
use super::check::{Task, Work};
use super::statements::{Hold, expected_key, is_as_known, read, read_numbered, write_at};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Answer, Lease, Mode, Zone};
use crate::target::sql::Fragment;
use crate::target::transaction::{of_process, read_number_columns, roll_back};
use app::model::page::Row;
use app::model::table::Key;
use std::collections::BTreeMap;

/// The most rows that are saved in this way.
const MOST: usize = 40;
/// How many columns the transaction's number has.
const NUMBER: usize = 2;

/// The questions for every row: before, the write, after in UTC, the first with the transaction's
/// number, and as the person sees it.
struct Questions {
    before: Vec<Fragment>,
    writes: Vec<Fragment>,
    after: Vec<Fragment>,
    shown: Vec<Fragment>,
}

/// Tries it; none where it does not suit, or where something was otherwise.
///
/// # Errors
/// Where trying again would only wait again, for a lock or a slow server, or where there is no session
/// to try it in.
pub(super) async fn attempt(
    lease: &mut Lease,
    relation: &Relation,
    tasks: &[Task<'_>],
    zone: &Zone,
) -> Result<Option<(Before, Done)>, TargetError> {
    let Some(questions) = questions(relation, tasks, zone) else { return Ok(None) };
    // Values are meant, and shown, in the person's zone, and kept in UTC.
    let turns = *zone != Zone::utc();
    let there = turns.then(|| zone.set());
    let begun = lease.begin(Mode::Write, &Zone::utc()).queries(&questions.before);
    let sent = begun.queries(&there).queries(&questions.writes);
    // A trigger may have set another zone, so this is said in any case.
    let sent = sent.batch(&[constraints(), Zone::utc().set()]).queries(&questions.after);
    let sent = sent.queries(&there).queries(&questions.shown);
    let answers = sent.send().await.map_err(TargetError::from);
    let done = match &answers {
        Ok(answers) => match look(relation, tasks, answers, turns) {
            Ok(Some(looked)) => done(lease, looked).await.ok(),
            _ => None,
        },
        Err(_) => None,
    };
    if done.is_none() {
        roll_back(lease).await;
    }
    match answers {
        Err(error) if lease.is_busy() => Err(error),
        Err(error @ (TargetError::Locked | TargetError::TooSlow)) => Err(error),
        _ => Ok(done),
    }
}

fn questions(relation: &Relation, tasks: &[Task<'_>], zone: &Zone) -> Option<Questions> {
    let keyed = !matches!(relation.key, Key::Address | Key::None) && !relation.ruled;
    let suits = |task: &Task<'_>| matches!(task.work, Work::Update(..));
    if !keyed || tasks.len() > MOST || !tasks.iter().all(suits) {
        return None;
    }
    // What the person saw of a moment in another zone is compared step by step.
    let zoned = |name: &str| relation.attribute(name).is_some_and(|attribute| attribute.zoned);
    let mut edited = tasks.iter().flat_map(Task::cells);
    if *zone != Zone::utc() && edited.any(|(name, _)| zoned(name)) {
        return None;
    }
    // In the order in which others lock the same rows, or they might wait for each other.
    if !tasks.is_sorted_by_key(|task| task.row().map(|row| &row.key)) {
        return None;
    }
    let each = |question: &dyn Fn(&Task<'_>) -> Option<Fragment>| {
        tasks.iter().map(question).collect::<Option<Vec<_>>>()
    };
    let after = |task: &Task<'_>| read(relation, &expected_key(relation, task)?, Hold::Seen);
    let again = relation.zoned() && *zone != Zone::utc();
    let mut whole = each(&after)?;
    if let Some(first) = whole.first_mut() {
        *first = read_numbered(relation, &expected_key(relation, tasks.first()?)?)?;
    }
    Some(Questions {
        before: each(&|task| read(relation, &task.row()?.key, Hold::Locked))?,
        writes: each(&|task| write_at(relation, task, task.row(), None))?,
        shown: if again { each(&after)? } else { Vec::new() },
        after: whole,
    })
}

/// What was found where all went as it should.
struct Looked {
    before: Before,
    after: BTreeMap<usize, After>,
    xid: String,
    process: String,
}

async fn done(lease: &mut Lease, looked: Looked) -> Result<(Before, Done), TargetError> {
    let Looked { before, after, xid, process } = looked;
    let life = of_process(lease, &process).await?;
    Ok((before, Done { xid, life, after }))
}

/// Looks whether all went as it should.
fn look(
    relation: &Relation,
    tasks: &[Task<'_>],
    answers: &[Answer],
    turns: bool,
) -> Result<Option<Looked>, TargetError> {
    let (count, turn) = (tasks.len(), usize::from(turns));
    let from = |at: usize| answers.get(at..).unwrap_or_default();
    // Before the writes and before what is shown stands the zone.
    let (writes, after) = (from(count + turn), from(2 * count + turn));
    let again = turns && relation.zoned();
    let shown = if again { from(3 * count + 2 * turn) } else { after };
    let mut before = Before::new();
    let mut rows = BTreeMap::new();
    for (at, task) in tasks.iter().enumerate() {
        let row = |answers: &[Answer]| -> Result<Option<Row>, TargetError> {
            answers.get(at).map_or(Ok(None), |answer| only(relation, answer))
        };
        let (Some(old), Some(whole), Some(shown)) = (row(answers)?, row(after)?, row(shown)?)
        else {
            return Ok(None);
        };
        let seen = old.id.as_ref() == task.row() && untouched(relation, task, &old);
        if !seen || !is_written(writes.get(at), &whole)? {
            return Ok(None);
        }
        before.insert(task.change, Seen { row: old, held: None });
        rows.insert(task.change, After::new(whole, shown));
    }
    if !is_as_known(relation, after.first(), NUMBER)? {
        return Ok(None);
    }
    let (xid, process) = read_number_columns(after.first())?;
    Ok(Some(Looked { before, after: rows, xid, process }))
}

/// Whether one row was written, and is the one that was found afterwards.
fn is_written(answer: Option<&Answer>, found: &Row) -> Result<bool, TargetError> {
    let Some(answer) = answer.filter(|answer| answer.hits == 1) else { return Ok(false) };
    let Some(row) = answer.first() else { return Ok(false) };
    let key = (0..row.len()).map(|at| row.try_get(at)).collect::<Result<Vec<String>, _>>()?;
    Ok(found.id.as_ref().is_some_and(|id| id.key == key))
}
