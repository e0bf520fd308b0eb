//! A column: what its cells hold, and whether they can be edited.

use crate::model::cell::CellKind;
use serde::{Deserialize, Serialize};
use std::mem::discriminant;

/// One column of a target table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The type as PostgreSQL writes it, for example `numeric(10,2)`.
    pub type_name: String,
    /// How its cells are shown and edited.
    pub kind: CellKind,
    /// Whether a cell may be NULL.
    pub nullable: bool,
    /// The default as PostgreSQL writes it.
    pub default: Option<String>,
    /// Whether a new row must be given a value: NOT NULL, and nothing supplies one.
    pub required: bool,
    /// Whether no two rows may have the same value (a unique key of this column alone).
    pub unique: bool,
    /// Why its cells cannot be edited; none where they can.
    pub locked: Option<Lock>,
    /// The comment in the target.
    pub comment: Option<String>,
    /// The table that its values come from (a foreign key of this column alone).
    pub reference: Option<Reference>,
}

/// Why something cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// The connection is read-only.
    ReadOnlyConnection,
    /// The target itself takes no writes: it is a standby, or read-only by default.
    ReadOnlyTarget,
    /// It is a view.
    View,
    /// It is a foreign table, whose rows have no address here.
    ForeignTable,
    /// The login role lacks a privilege.
    MissingPrivilege {
        /// The privilege (`SELECT`, `INSERT`, `UPDATE`, `DELETE`).
        privilege: String,
        /// What a database administrator runs.
        grant: String,
    },
    /// The person lacks an authorisation, which is named.
    MissingRight(String),
    /// PostgreSQL computes the value (GENERATED ALWAYS AS … STORED or VIRTUAL).
    Generated,
    /// PostgreSQL gives the value (GENERATED ALWAYS AS IDENTITY).
    Identity,
    /// Cells of this type can only be read here.
    Kind,
    /// The row's key cannot be told, so that nobody could say which row is meant.
    Nameless,
}

impl Lock {
    /// Several reasons, each once; what is missing of one kind as one sentence.
    pub fn told(locks: &[&Self]) -> String {
        let mut sentences = Vec::new();
        for lock in locks {
            let sentence = lock.sentence_among(locks);
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences.join(" ")
    }

    /// The reason as one sentence, with what else of its kind is missing.
    fn sentence_among(&self, locks: &[&Self]) -> String {
        let same = |lock: &&&Self| discriminant(**lock) == discriminant(self);
        let mut missing: Vec<_> = locks.iter().filter(same).filter_map(|l| l.missing()).collect();
        missing.dedup();
        let mut grants: Vec<_> = locks.iter().filter_map(|lock| lock.grant()).collect();
        grants.dedup();
        match self {
            Self::MissingRight(_) if missing.len() > 1 => {
                format!("You need the {} authorisations.", listed(&missing))
            }
            Self::MissingPrivilege { .. } if missing.len() > 1 => format!(
                "The login role lacks the {} privileges in PostgreSQL. Whoever manages the \
                 database can give them: {}",
                listed(&missing),
                grants.join(" "),
            ),
            _ => self.sentence(),
        }
    }

    /// What is missing, by its name.
    fn missing(&self) -> Option<&str> {
        match self {
            Self::MissingRight(name) | Self::MissingPrivilege { privilege: name, .. } => Some(name),
            _ => None,
        }
    }

    /// What a database administrator runs.
    fn grant(&self) -> Option<&str> {
        match self {
            Self::MissingPrivilege { grant, .. } => Some(grant),
            _ => None,
        }
    }

    /// The reason as one sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::ReadOnlyConnection => {
                "The database connection is read-only. Ask a site administrator to untick \
                 Read-only connection."
                    .to_owned()
            }
            Self::ReadOnlyTarget => {
                "The PostgreSQL server takes no changes: it is a standby or set to read-only."
                    .to_owned()
            }
            Self::View => "This is a view: its rows come from other tables.".to_owned(),
            Self::ForeignTable => {
                "This is a foreign table: its rows are kept elsewhere.".to_owned()
            }
            Self::MissingPrivilege { privilege, grant } => format!(
                "The login role lacks the {privilege} privilege in PostgreSQL. Whoever manages the \
                 database can give it: {grant}"
            ),
            Self::MissingRight(right) => format!("You need the {right} authorisation."),
            Self::Generated => "PostgreSQL computes this value from other columns.".to_owned(),
            Self::Identity => "PostgreSQL numbers the rows itself.".to_owned(),
            Self::Kind => "Values of this type can only be read here.".to_owned(),
            Self::Nameless => {
                "The key of this row is not valid UTF-8, so the row can only be read.".to_owned()
            }
        }
    }
}

/// Names in a row: “A”, “A and B”, “A, B and C”.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Where a foreign key leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The schema of the referenced table.
    pub schema: String,
    /// The referenced table.
    pub table: String,
    /// The referenced column.
    pub column: String,
    /// The column whose text stands for the row; none where the table has none.
    pub label: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::Lock;

    fn right(name: &str) -> Lock {
        Lock::MissingRight(name.to_owned())
    }

    fn privilege(name: &str) -> Lock {
        Lock::MissingPrivilege { privilege: name.to_owned(), grant: format!("GRANT {name};") }
    }

    #[test]
    fn every_reason_is_told_once() {
        let (insert, update, delete) = (right("Insert"), right("Update"), right("Delete"));
        let all = "You need the Insert, Update and Delete authorisations.";
        assert_eq!(Lock::told(&[&insert, &update, &delete]), all);
        assert_eq!(Lock::told(&[&Lock::View, &Lock::View]), Lock::View.sentence());
        let (update, delete) = (privilege("UPDATE"), privilege("DELETE"));
        assert_eq!(
            Lock::told(&[&insert, &update, &delete]),
            "You need the Insert authorisation. \
             The login role lacks the UPDATE and DELETE privileges in PostgreSQL. Whoever manages \
             the database can give them: GRANT UPDATE; GRANT DELETE;"
        );
    }
}
