//! One life of a server, from one start or crash to the next.
//!
//! Invariant: within one life a server gives no number to two transactions. A number is given out
//! again only after a server forgot what was not on its disk yet: after a crash, or where a copy takes
//! over. Either ends all of the server's own processes, so that they have other ids afterwards, or
//! starts it at another time.

use crate::target::diagnostics::TargetError;
use crate::target::pools::Lease;
use crate::target::sql::{Fragment, sql};
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;

/// How many of its own processes a server must have kept to be in the same life. Some come and go
/// by themselves; the checkpointer and the two writers end only with all others.
const KEPT: usize = 2;

/// One life of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// When it was started, in seconds since 1970.
    pub started: String,
    /// The ids of its own processes, as every role sees them.
    pub processes: Vec<String>,
}

impl Life {
    /// Whether it is this life for certain.
    pub(super) fn is(&self, other: &Self) -> bool {
        let kept = self.processes.iter().filter(|id| other.processes.contains(id)).count();
        self.started == other.started && kept >= KEPT
    }
}

/// The columns of the present life.
pub(super) fn columns() -> Fragment {
    sql!(
        "pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::pg_catalog.text, \
         array( \
           select a.pid::pg_catalog.text \
           from pg_catalog.pg_stat_get_activity(null) a \
           where a.usesysid is null and a.datid is null)"
    )
}

/// Reads a life that begins at a column.
pub(super) fn read(row: &Row, at: usize) -> Result<Life, TargetError> {
    Ok(Life { started: row.try_get(at)?, processes: row.try_get(at + 1)? })
}

/// The server's process that carries out the transaction, as a column.
pub(super) fn process() -> Fragment {
    sql!("pg_catalog.pg_backend_pid()::pg_catalog.text")
}

/// The life of the server in the transaction that is open, by its process. To look at all processes
/// takes longer than to write a row, so it is remembered which life one was of: it cannot outlive it.
/// Where its number was given to a process of a later life, a life is remembered that is over, which
/// never is the present one.
pub(in crate::target) async fn of_process(
    lease: &mut Lease,
    process: &str,
) -> Result<Life, TargetError> {
    if let Some(known) = lease.target().lives.get(&process.to_owned()) {
        return Ok(known);
    }
    let answers = lease.go_on().query(&sql!("select ", columns())).send().await?;
    let row = answers.first().and_then(|rows| rows.first());
    let none = || TargetError::Unreadable("a server without a life".to_owned());
    let life = read(row.ok_or_else(none)?, 0)?;
    lease.target().lives.put(process.to_owned(), life.clone());
    Ok(life)
}

#[cfg(test)]
mod tests {
    use super::Life;

    fn life(started: &str, processes: &[&str]) -> Life {
        let processes = processes.iter().map(|id| (*id).to_owned()).collect();
        Life { started: started.to_owned(), processes }
    }

    #[test]
    fn a_life_ends_with_the_processes_that_it_began_with() {
        let before = life("1", &["10", "11", "12", "13"]);
        assert!(before.is(&life("1", &["10", "11", "12", "44", "45"])), "one was started anew");
        assert!(!before.is(&life("1", &["20", "21", "22", "23"])), "all were started anew");
        assert!(!before.is(&life("1", &["20", "21", "22", "13"])), "a number came by again");
        assert!(!before.is(&life("2", &["10", "11", "12", "13"])), "the server was started anew");
        assert!(!life("1", &[]).is(&life("1", &[])), "nothing is seen");
    }
}
