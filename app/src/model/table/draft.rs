//! New tables and columns, as typed and as checked.

use super::super::ident::Ident;
use super::ColumnType;
use crate::error::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Field names of the forms, as problems name them; a column's fields carry its place before them,
/// for example `columns.0.name`.
pub mod field {
    /// The table's name.
    pub const NAME: &str = "name";
    /// The columns as a whole.
    pub const COLUMNS: &str = "columns";
    /// A column's name.
    pub const COLUMN_NAME: &str = "name";
    /// A column's type.
    pub const COLUMN_TYPE: &str = "type";
    /// The size of a column's type.
    pub const COLUMN_SIZE: &str = "size";
    /// A column's default.
    pub const COLUMN_DEFAULT: &str = "default";
    /// The comment of the table or of a column.
    pub const COMMENT: &str = "comment";
    /// The name typed to confirm that a table may be dropped.
    pub const CONFIRMATION: &str = "confirmation";
}

/// The names of the columns that every table has by itself (manual 5.6).
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];
/// The most columns of a table (manual, appendix K).
const MOST_COLUMNS: usize = 1_600;

/// What a new row gets where nothing is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnDefault {
    /// Nothing: NULL.
    #[default]
    None,
    /// A fixed value, in PostgreSQL's notation.
    Value(String),
    /// The present moment, day or time, as the type has it.
    Now,
    /// A new random UUID.
    RandomUuid,
    /// The next number (GENERATED ALWAYS AS IDENTITY).
    Identity,
}

impl ColumnDefault {
    /// Tells whether a column of a type can have it.
    pub fn suits(&self, kind: ColumnType) -> bool {
        match self {
            Self::None => true,
            Self::Value(text) => !text.contains('\0'),
            Self::Now => matches!(
                kind,
                ColumnType::Date
                    | ColumnType::Time
                    | ColumnType::TimeWithZone
                    | ColumnType::Timestamp
                    | ColumnType::TimestampWithZone
            ),
            Self::RandomUuid => kind == ColumnType::Uuid,
            Self::Identity => kind.can_be_identity(),
        }
    }
}

/// A new column as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDraft {
    /// Its name as typed.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    /// The size of its type as typed; not looked at where the type has none.
    #[serde(default)]
    pub size: String,
    /// “Required”: NOT NULL.
    pub required: bool,
    /// “Unique”: no two rows have the same value.
    pub unique: bool,
    /// “Primary key”: part of what identifies a row.
    pub primary: bool,
    /// What a new row gets.
    pub default: ColumnDefault,
    /// The comment as typed.
    pub comment: String,
}

impl ColumnDraft {
    /// A column without a name.
    pub fn new(kind: ColumnType) -> Self {
        Self {
            name: String::new(),
            kind,
            size: String::new(),
            required: false,
            unique: false,
            primary: false,
            default: ColumnDefault::None,
            comment: String::new(),
        }
    }

    /// The column with which a new table begins: a number that PostgreSQL gives.
    pub fn identity() -> Self {
        Self {
            name: "id".to_owned(),
            required: true,
            primary: true,
            default: ColumnDefault::Identity,
            ..Self::new(ColumnType::Bigint)
        }
    }

    /// Checks one column; its problems carry a prefix such as `columns.0.`.
    ///
    /// # Errors
    /// With one problem for each field that does not hold.
    pub fn check(self, prefix: &str) -> Result<CheckedColumn, Vec<Problem>> {
        let mut problems = Vec::new();
        let at = format!("{prefix}{}", field::COLUMN_NAME);
        let name = check_column_name(&at, "a column", &self.name)
            .map_err(|problem| problems.push(problem))
            .ok();
        let size = self.check_size(&format!("{prefix}{}", field::COLUMN_SIZE));
        let size = size.map_err(|problem| problems.push(problem)).ok();
        let at = format!("{prefix}{}", field::COLUMN_DEFAULT);
        problems.extend(self.check_default(&at, size.as_deref()));
        problems.extend(check_comment(&format!("{prefix}{}", field::COMMENT), &self.comment));
        match name {
            Some(name) if problems.is_empty() => Ok(CheckedColumn {
                name,
                kind: self.kind,
                size: size.unwrap_or_default(),
                required: self.required || self.primary,
                unique: self.unique,
                primary: self.primary,
                default: self.default,
                comment: some_text(&self.comment),
            }),
            _ => Err(problems),
        }
    }

    fn check_size(&self, at: &str) -> Result<Vec<u32>, Problem> {
        let Some(sizing) = self.kind.sizing() else { return Ok(Vec::new()) };
        let message = format!("This is not a size of {}", self.kind.sql());
        let wrong = || Problem::field(at, "size_unsuited", message).hint(sizing.hint());
        sizing.read(&self.size).ok_or_else(wrong)
    }

    /// Against a size that cannot be read, only the type counts.
    fn check_default(&self, at: &str, size: Option<&[u32]>) -> Option<Problem> {
        let problem = |message: &str| {
            Some(Problem::field(at, "default_unsuited", message).hint("Choose another"))
        };
        if !self.default.suits(self.kind) {
            return problem("This default does not suit the type");
        }
        let ColumnDefault::Value(text) = &self.default else { return None };
        let most = self.kind.most_characters(size?)?;
        // As PostgreSQL has it, spaces at the end do not count.
        let length = text.trim_end_matches(' ').chars().count();
        if length > most { problem("This default is longer than the column") } else { None }
    }
}

/// A column whose every field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedColumn {
    /// Its name.
    pub name: Ident,
    /// Its type.
    pub kind: ColumnType,
    /// The numbers of its size; none where it has no limit of its own.
    pub size: Vec<u32>,
    /// NOT NULL.
    pub required: bool,
    /// UNIQUE.
    pub unique: bool,
    /// Part of the primary key.
    pub primary: bool,
    /// What a new row gets.
    pub default: ColumnDefault,
    /// The comment; none where nothing was typed.
    pub comment: Option<String>,
}

/// A new table as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDraft {
    /// Its name as typed.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<ColumnDraft>,
    /// The comment as typed.
    pub comment: String,
}

impl Default for TableDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            columns: vec![ColumnDraft::identity(), ColumnDraft::new(ColumnType::Text)],
            comment: String::new(),
        }
    }
}

/// A table whose every field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedTable {
    /// Its name.
    pub name: Ident,
    /// Its columns, at least one.
    pub columns: Vec<CheckedColumn>,
    /// The comment; none where nothing was typed.
    pub comment: Option<String>,
}

impl TableDraft {
    /// Checks every field and reports all problems at once.
    ///
    /// # Errors
    /// With one problem for each field that does not hold, in the order of the form.
    pub fn check(self) -> Result<CheckedTable, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = check_name(field::NAME, "the table", &self.name)
            .map_err(|problem| problems.push(problem))
            .ok();
        problems.extend(check_number(self.columns.len()));
        problems.extend(repeated(&self.columns));
        let mut columns = Vec::with_capacity(self.columns.len());
        for (at, column) in self.columns.into_iter().enumerate() {
            match column.check(&format!("{}.{at}.", field::COLUMNS)) {
                Ok(column) => columns.push(column),
                Err(more) => problems.extend(more),
            }
        }
        problems.extend(check_comment(field::COMMENT, &self.comment));
        match name {
            Some(name) if problems.is_empty() => {
                Ok(CheckedTable { name, columns, comment: some_text(&self.comment) })
            }
            _ => Err(problems),
        }
    }
}

fn check_number(columns: usize) -> Option<Problem> {
    let problem = |code, message| Some(Problem::field(field::COLUMNS, code, message));
    match columns {
        0 => problem("required", "Add at least one column"),
        1..=MOST_COLUMNS => None,
        _ => problem("too_many", "A table has at most 1,600 columns"),
    }
}

/// A column whose name an earlier one has already.
fn repeated(columns: &[ColumnDraft]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = columns.iter().enumerate().filter(|(_, column)| {
        let name = column.name.trim();
        !name.is_empty() && !seen.insert(name.to_owned())
    });
    again
        .map(|(at, _)| {
            let at = format!("{}.{at}.{}", field::COLUMNS, field::COLUMN_NAME);
            Problem::field(&at, "repeated", "Another column has this name already")
        })
        .collect()
}

/// Checks a name that PostgreSQL shall keep exactly as typed, but for blanks around it.
///
/// # Errors
/// When it is empty or PostgreSQL could not hold it.
pub fn check_name(at: &str, what: &str, name: &str) -> Result<Ident, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::field(at, "required", format!("Enter a name for {what}")));
    }
    Ident::new(name).map_err(|error| {
        Problem::field(at, "invalid_name", format!("This name cannot be used: {error}"))
    })
}

/// Checks the name of a column.
///
/// # Errors
/// As `check_name`; also where each table has a column of that name already.
pub fn check_column_name(at: &str, what: &str, name: &str) -> Result<Ident, Problem> {
    let name = check_name(at, what, name)?;
    if SYSTEM_COLUMNS.contains(&name.as_str()) {
        let message = "Every table of PostgreSQL has a column of this name by itself";
        return Err(Problem::field(at, "reserved", message).hint("Choose another name"));
    }
    Ok(name)
}

/// PostgreSQL's texts hold no NUL.
fn check_comment(at: &str, comment: &str) -> Option<Problem> {
    let message = "PostgreSQL cannot hold the character NUL";
    comment.contains('\0').then(|| Problem::field(at, "invalid_value", message))
}

fn some_text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::At;

    #[test]
    fn every_problem_is_reported_at_once_at_its_place() {
        let mut draft = TableDraft::default();
        draft.columns.push(ColumnDraft { name: "id".into(), ..ColumnDraft::new(ColumnType::Text) });
        draft.columns.push(ColumnDraft {
            name: "a".repeat(64),
            default: ColumnDefault::Identity,
            ..ColumnDraft::new(ColumnType::Text)
        });
        let system = ["ctid", "CTID"].map(str::to_owned);
        draft
            .columns
            .extend(system.map(|name| ColumnDraft { name, ..ColumnDraft::new(ColumnType::Text) }));
        let problems = draft.check().unwrap_err();
        let places: Vec<_> = problems
            .iter()
            .map(|problem| match &problem.at {
                At::Field(field) => format!("{field}: {}", problem.code),
                at => panic!("{at:?}"),
            })
            .collect();
        assert_eq!(
            places,
            [
                "name: required",
                "columns.2.name: repeated",
                "columns.1.name: required",
                "columns.3.name: invalid_name",
                "columns.3.default: default_unsuited",
                "columns.4.name: reserved",
            ]
        );
    }

    #[test]
    fn a_default_is_not_measured_against_a_size_that_cannot_be_read() {
        let column = |size: &str| ColumnDraft {
            name: "code".into(),
            size: size.into(),
            default: ColumnDefault::Value("abc".into()),
            ..ColumnDraft::new(ColumnType::Char)
        };
        let codes = |size| {
            let problems = column(size).check("").unwrap_err();
            problems.into_iter().map(|problem| problem.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("many"), ["size_unsuited"]);
        assert_eq!(codes("2"), ["default_unsuited"]);
    }
}
