//! The SQL that finds a page of change sets, with the values of its parameters.

use super::COLUMNS;
use crate::clock::{end_of, start_of, to_micros};
use app::model::history::HistoryFilter;
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// Whose history is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'n> {
    /// That of a table of a target, whatever it was connected as, from after a point in time on.
    Target {
        /// The connection.
        connection: ConnectionId,
        /// The table's name.
        name: &'n str,
        /// When a table of this name was dropped the last time.
        after: Option<DateTime<Utc>>,
    },
    /// What was saved while it was connected under an id.
    Id(TableId),
}

/// While a column had a name, by positions in the chain at which change sets were prepared; with
/// neither it always had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The name.
    pub column: String,
    /// From after a position on.
    pub after: Option<i64>,
    /// Until before another one.
    pub before: Option<i64>,
}

/// SQL with its values; only our own text and numbers of parameters are ever written into it.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) sql: String,
    pub(super) values: Vec<String>,
}

/// Which rows of change sets are meant: key and any of the columns as they stand in JSON, empty for
/// all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Which<'t> {
    pub(super) key: &'t str,
    pub(super) columns: &'t [Period],
}

impl Question {
    /// Finds heads, newest first, at most so many.
    pub(super) fn heads(
        whose: Whose<'_>,
        which: Which<'_>,
        filter: &HistoryFilter,
        before: Option<ChangeSetId>,
        most: usize,
    ) -> Self {
        let mut question = Self::default();
        question.add("select ");
        question.add(COLUMNS);
        question.add(" from change_set where ");
        question.whose(whose);
        if let Some(before) = before {
            question.add(" and (at, id) < (select mark.at, mark.id from change_set mark");
            question.add(" where mark.id = ").bind(&before.to_string()).add(")");
        }
        question.of(filter);
        if which.key.is_empty() && !which.columns.is_empty() {
            question.add(" and id in (").changed_in(whose).column(which).add(")");
        } else if !which.key.is_empty() {
            // Each of the two has an index of its own.
            question.add(" and id in (").changed_in(whose).key("row_key", which).column(which);
            question.add(" union all ").changed_in(whose).add(" and old_key is not null");
            question.key("old_key", which).column(which);
            question.add(")");
        }
        let _ = write!(question.sql, " order by at desc, id desc limit {most}");
        question
    }

    /// The conditions on who saved, and when.
    fn of(&mut self, filter: &HistoryFilter) {
        if let Some(actor) = filter.actor {
            self.add(" and actor_id = ").bind(&actor.to_string());
        }
        let bounds = [(">=", filter.from.map(start_of)), ("<", filter.to.map(end_of))];
        for (than, bound) in bounds {
            let Some(bound) = bound else { continue };
            // Writing into a text does not fail.
            let _ = write!(self.sql, " and at {than} {bound}");
        }
    }

    /// Finds the rows of a change set in their order, from a place on, at most so many.
    pub(super) fn rows(id: ChangeSetId, which: Which<'_>, position: u32, most: u32) -> Self {
        let columns = "position, deed, row_key, old_key, cells";
        Self::of_rows(columns, id, which, position, most)
    }

    /// Finds how many bytes the values of these rows are.
    pub(super) fn sizes(id: ChangeSetId, which: Which<'_>, position: u32, most: u32) -> Self {
        Self::of_rows("cast(octet_length(cells) as bigint)", id, which, position, most)
    }

    fn of_rows(columns: &str, id: ChangeSetId, which: Which<'_>, position: u32, most: u32) -> Self {
        let mut question = Self::default();
        question.add("select ").add(columns).add(" from row_change");
        question.add(" where change_set_id = ").bind(&id.to_string());
        let _ = write!(question.sql, " and position >= {position}");
        if !which.key.is_empty() {
            question.add(" and (row_key = ").bind(which.key);
            question.add(" or old_key = ").bind(which.key).add(")");
        }
        question.column(which);
        let _ = write!(question.sql, " order by position limit {most}");
        question
    }

    fn add(&mut self, text: &str) -> &mut Self {
        self.sql.push_str(text);
        self
    }

    fn bind(&mut self, value: &str) -> &mut Self {
        self.values.push(value.to_owned());
        let _ = write!(self.sql, "${}", self.values.len());
        self
    }

    fn whose(&mut self, whose: Whose<'_>) -> &mut Self {
        match whose {
            Whose::Id(table) => self.add("change_set.table_id = ").bind(&table.to_string()),
            Whose::Target { connection, name, after } => {
                self.add("change_set.connection_id = ").bind(&connection.to_string());
                self.add(" and change_set.table_name = ").bind(name);
                if let Some(after) = after {
                    // Writing into a text does not fail.
                    let _ = write!(self.sql, " and change_set.at > {}", to_micros(after));
                }
                self
            }
        }
    }

    /// The change sets of changed rows; conditions follow.
    fn changed_in(&mut self, whose: Whose<'_>) -> &mut Self {
        self.add("select change_set_id from row_change where table_id in ");
        self.add("(select table_id from change_set where ").whose(whose).add(")")
    }

    /// Only the start of a key is in the index. Were the whole said to be equal, SQLite would put it
    /// into the condition on the start as well, which then is not that of the index any more.
    fn key(&mut self, name: &str, which: Which<'_>) -> &mut Self {
        let start: String = which.key.chars().take(500).collect();
        self.add(" and substr(").add(name).add(", 1, 500) = ").bind(&start);
        self.add(" and not ").add(name).add(" <> ").bind(which.key)
    }

    fn column(&mut self, which: Which<'_>) -> &mut Self {
        for (at, Period { column, after, before }) in which.columns.iter().enumerate() {
            let join = if at == 0 { " and (" } else { " or " };
            self.add(join).add("replace(cells, ").bind(column).add(", '') <> cells");
            for (than, bound) in [(">", after), ("<", before)] {
                let Some(bound) = bound else { continue };
                self.add(" and (select position from audit_entry");
                self.add(" where change_set_id = row_change.change_set_id and digest is not null)");
                // Writing into a text does not fail.
                let _ = write!(self.sql, " {than} {bound}");
            }
        }
        if which.columns.is_empty() { self } else { self.add(")") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use chrono::NaiveDate;
    use sqlx::{AssertSqlSafe, Row};
    use uuid::Uuid;

    const HOSTILE: &str = "'; drop table change_set; --";

    fn target() -> Whose<'static> {
        let connection = ConnectionId(Uuid::from_u128(1));
        Whose::Target { connection, name: HOSTILE, after: Some(DateTime::UNIX_EPOCH) }
    }

    #[test]
    fn nothing_that_is_asked_for_stands_in_the_sql() {
        let column = Period { column: HOSTILE.to_owned(), after: Some(1), before: Some(2) };
        let columns = [column.clone(), column];
        let which = Which { key: HOSTILE, columns: &columns };
        let question = Question::heads(target(), which, &HistoryFilter::default(), None, 51);
        assert!(!question.sql.contains("drop"), "{}", question.sql);
        let last = format!("${}", question.values.len());
        assert!(question.sql.contains(&last), "{}", question.sql);
    }

    #[tokio::test]
    async fn the_history_of_a_row_is_found_by_its_index() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("store").display());
        let store = Store::open(&url).await.unwrap();
        let mut line = store.read().await.unwrap();
        let which = Which { key: "[\"1\"]", columns: &[] };
        let days = HistoryFilter {
            from: NaiveDate::from_ymd_opt(2026, 1, 1),
            to: NaiveDate::from_ymd_opt(2026, 1, 31),
            ..HistoryFilter::default()
        };
        let Question { sql, values } = Question::heads(target(), which, &days, None, 51);
        let mut query = sqlx::query(AssertSqlSafe(format!("explain query plan {sql}")));
        for value in values {
            query = query.bind(value);
        }
        let plan: Vec<String> =
            query.fetch_all(&mut *line).await.unwrap().iter().map(|row| row.get(3)).collect();
        for index in ["row_change_row", "row_change_old_row"] {
            let found = format!("{index} (table_id=? AND <expr>=?)");
            assert!(plan.iter().any(|step| step.contains(&found)), "{plan:#?}");
        }
    }
}
