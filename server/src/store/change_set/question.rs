//! The SQL that finds a page of change sets, with the values of its parameters.

use super::COLUMNS;
use crate::clock::to_micros;
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

/// SQL with its values; only our own text and numbers of parameters are ever written into it.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) sql: String,
    pub(super) values: Vec<String>,
}

/// Which rows of change sets are meant: key and columns as they stand in JSON, empty for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Which<'t> {
    pub(super) key: &'t str,
    pub(super) column: &'t str,
}

impl Which<'_> {
    fn all(&self) -> bool {
        self.key.is_empty() && self.column.is_empty()
    }
}

impl Question {
    /// Finds heads, newest first, at most so many.
    pub(super) fn heads(
        whose: Whose<'_>,
        which: Which<'_>,
        actor: Option<String>,
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
        if let Some(actor) = actor {
            question.add(" and actor_id = ").bind(&actor);
        }
        if !which.all() {
            question.add(" and id in (select change_set_id from row_change where table_id in ");
            question.add("(select table_id from change_set where ").whose(whose);
            question.add(")").which(which).add(")");
        }
        let _ = write!(question.sql, " order by at desc, id desc limit {most}");
        question
    }

    /// Finds the rows of a change set in their order, at most so many.
    pub(super) fn rows(id: ChangeSetId, which: Which<'_>, most: u32) -> Self {
        let mut question = Self::default();
        question.add("select position, deed, row_key, old_key, cells from row_change");
        question.add(" where change_set_id = ").bind(&id.to_string()).which(which);
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

    /// The start of a key is compared first: only that is in the index.
    fn which(&mut self, which: Which<'_>) -> &mut Self {
        if !which.key.is_empty() {
            let start: String = which.key.chars().take(500).collect();
            for (joint, name) in [(" and (", "row_key"), (" or ", "old_key")] {
                self.add(joint).add("(substr(").add(name).add(", 1, 500) = ").bind(&start);
                self.add(" and ").add(name).add(" = ").bind(which.key).add(")");
            }
            self.add(")");
        }
        if !which.column.is_empty() {
            self.add(" and replace(cells, ").bind(which.column).add(", '') <> cells");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn nothing_that_is_asked_for_stands_in_the_sql() {
        let hostile = "'; drop table change_set; --";
        let connection = ConnectionId(Uuid::from_u128(1));
        let whose = Whose::Target { connection, name: hostile, after: None };
        let which = Which { key: hostile, column: hostile };
        let question = Question::heads(whose, which, Some(hostile.to_owned()), None, 51);
        assert!(!question.sql.contains("drop"), "{}", question.sql);
        let last = format!("${}", question.values.len());
        assert!(question.sql.contains(&last), "{}", question.sql);
        assert_eq!(question.values.iter().filter(|value| *value == hostile).count(), 8);
    }
}
