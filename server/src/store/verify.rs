//! The proof of the audit log: every hash computed anew, every change set's digest too.

use super::Line;
use super::audit_entry::{Link, START, links};
use super::change_set::{digest, get, rows, settled_by};
use super::table_change::{self, TableChange};
use super::target_change;
use app::model::audit::AuditAction;
use app::model::ids::ChangeSetId;
use sqlx::Error;

/// How many entries are read at once.
const AT_ONCE: i64 = 1_000;
/// After so many flaws there is nothing more to prove.
const MOST_FLAWS: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries were checked.
    pub entries: u64,
    /// How many change sets were checked.
    pub change_sets: u64,
    /// What does not hold, one sentence each.
    pub flaws: Vec<String>,
    /// The end of the chain: position and hash.
    pub end: (i64, String),
    /// The last entry that a power cut cannot take away. How a change ended is not waited for until
    /// it is on the disk: it can be found out again.
    pub lasting: (i64, String),
}

/// Checks the whole chain, and that it still has an earlier end.
///
/// # Errors
/// When the store fails.
pub async fn verify(line: &mut Line, since: Option<(i64, String)>) -> Result<Report, Error> {
    let start = (0, START.to_owned());
    let mut report = Report { end: start.clone(), lasting: start, ..Report::default() };
    loop {
        let some = links(line, report.end.0, AT_ONCE).await?;
        if some.is_empty() || report.flaws.len() >= MOST_FLAWS {
            break;
        }
        for entry in some {
            check_link(&mut report, &entry);
            check_change_set(line, &mut report, &entry).await?;
            if since.as_ref().is_some_and(|(at, hash)| *at == entry.position && *hash != entry.hash)
            {
                report.flaws.push(format!("Entry {} is not the one of then", entry.position));
            }
            report.entries += 1;
            let settles = entry.change_set_id.is_some() && entry.digest.is_none();
            report.end = (entry.position, entry.hash);
            if !settles {
                report.lasting = report.end.clone();
            }
        }
    }
    if since.is_some_and(|(position, _)| position > report.end.0) {
        report.flaws.push(format!("Entries after {} are missing at the end", report.end.0));
    }
    check_unchained(line, &mut report).await?;
    check_moved(line, &mut report).await?;
    Ok(report)
}

fn check_link(report: &mut Report, entry: &Link) {
    let (position, before) = (report.end.0 + 1, &report.end.1);
    if entry.position != position {
        let to = entry.position - 1;
        report.flaws.push(format!("Entries {position} to {to} are missing"));
    } else if entry.hash != entry.hash_after(before) {
        report.flaws.push(format!("Entry {position} was changed, or the one before it"));
    } else if !entry.can_be_found() {
        report.flaws.push(format!("Entry {position} was hidden from the search"));
    }
}

/// The entry that prepared a change set carries its digest; one that settled it, how it ended.
async fn check_change_set(line: &mut Line, report: &mut Report, entry: &Link) -> Result<(), Error> {
    let Some(id) = &entry.change_set_id else { return Ok(()) };
    let Ok(id) = id.parse::<ChangeSetId>() else {
        report.flaws.push(format!("Entry {} names no change set", entry.position));
        return Ok(());
    };
    if let Some(change) = target_change::get::<TableChange>(line, id).await? {
        return check_table_change(report, entry, &change);
    }
    let Some(head) = get(line, id).await? else {
        report.flaws.push(format!("The change set of entry {} is missing", entry.position));
        return Ok(());
    };
    if let Some(expected) = &entry.digest {
        report.change_sets += 1;
        let changes = rows(line, id).await?;
        if digest(&head, &changes)? != *expected {
            report.flaws.push(format!("The rows of change set {id} were changed"));
        }
    } else if AuditAction::from_code(entry.action()) != Some(settled_by(head.state)) {
        report.flaws.push(format!("How change set {id} ended was changed"));
    }
    Ok(())
}

/// As with a change set.
fn check_table_change(
    report: &mut Report,
    entry: &Link,
    change: &TableChange,
) -> Result<(), Error> {
    let id = change.id;
    if let Some(expected) = &entry.digest {
        report.change_sets += 1;
        if table_change::digest(change)? != *expected {
            report.flaws.push(format!("The change of a table {id} was changed"));
        }
    } else if AuditAction::from_code(entry.action()) != Some(table_change::settled_by(change)) {
        report.flaws.push(format!("How the change of a table {id} ended was changed"));
    }
    Ok(())
}

/// No change without the entries that a change has.
async fn check_unchained(line: &mut Line, report: &mut Report) -> Result<(), Error> {
    for (table, what) in [("change_set", "Change set"), ("table_change", "Change of a table")] {
        let sql = format!(
            "select id
               from {table}
              where not exists (select 1
                                  from audit_entry
                                 where change_set_id = {table}.id
                                   and digest is not null)
                 or (state <> 'prepared'
                     and not exists (select 1
                                       from audit_entry
                                      where change_set_id = {table}.id
                                        and digest is null))
              order by id
              limit 100"
        );
        let strays = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *line).await?;
        let strays = strays.iter().map(|id: &String| format!("{what} {id} has no entry"));
        report.flaws.extend(strays);
    }
    Ok(())
}

/// No row that was moved into the history of another table.
async fn check_moved(line: &mut Line, report: &mut Report) -> Result<(), Error> {
    let moved: Vec<String> = sqlx::query_scalar(
        "select distinct change_set.id
           from row_change
           join change_set on change_set.id = row_change.change_set_id
          where row_change.table_id <> change_set.table_id
          order by change_set.id
          limit 100",
    )
    .fetch_all(line)
    .await?;
    let moved = moved.iter().map(|id| format!("Rows of change set {id} were moved away"));
    report.flaws.extend(moved);
    Ok(())
}
