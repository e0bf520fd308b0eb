//! Why a table could not be changed: problems at the form's fields, or the grant that is missing.

use super::statements::default_value;
use crate::target::diagnostics::{Said, TargetError};
use crate::target::pools::{Failed, Lease, Mode, Zone};
use crate::target::sql::{Fragment, script, sql};
use app::error::{AppError, ErrorCode, Problem};
use app::model::ident::Ident;
use app::model::table::{CheckedColumn, CheckedTable, ColumnDefault, field};

/// What was to be done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed<'d> {
    Create(&'d CheckedTable),
    AddColumn(&'d CheckedColumn),
    Rename,
    Comment,
    Drop,
}

/// Explains why it was not done.
pub(super) async fn explain(
    lease: &mut Lease,
    table: &Ident,
    deed: Deed<'_>,
    failed: Failed,
) -> TargetError {
    let said = match failed.said {
        Ok(said) => said,
        Err(error) => return error,
    };
    if said.code == "42501" {
        return denied(lease, table, deed, said);
    }
    if said.class() == "22"
        && let Some(refused) = defaults(lease, deed).await
    {
        return refused;
    }
    match problem(deed, &said) {
        Some(problem) => AppError::invalid(vec![problem.hint(said.words)]).into(),
        None if said.code == "2BP01" => {
            let message = "Other objects in the database depend on this";
            AppError::new(ErrorCode::Conflict, message).with_hint(said.words).into()
        }
        None => said.into(),
    }
}

/// Creating needs CREATE on the schema; all else only the owner may do.
fn denied(lease: &Lease, table: &Ident, deed: Deed<'_>, said: Said) -> TargetError {
    let (schema, role) = (lease.schema(), lease.role());
    let grant = match deed {
        Deed::Create(_) => sql!("GRANT CREATE ON SCHEMA ", schema, " TO ", role),
        _ => sql!("ALTER TABLE ", schema, ".", table, " OWNER TO ", role),
    };
    let grant = script(&[grant]).trim_end().to_owned();
    TargetError::Denied { grant: Some(grant), said: said.words }
}

fn problem(deed: Deed<'_>, said: &Said) -> Option<Problem> {
    Some(match (deed, said.code.as_str()) {
        // A type or index of that name counts as well.
        (Deed::Create(_), "42P07" | "42710") => {
            Problem::field(field::NAME, "taken", "The schema has something of this name already")
        }
        (Deed::AddColumn(_) | Deed::Rename, "42701") => {
            Problem::field(field::COLUMN_NAME, "taken", "Another column has this name already")
        }
        (Deed::AddColumn(_), "23502") => Problem::field(
            field::COLUMN_DEFAULT,
            "required",
            "There are rows already: a required column needs a default",
        ),
        (Deed::AddColumn(_), "23505") => Problem::field(
            field::COLUMN_DEFAULT,
            "taken",
            "There are rows already: they cannot all have the same value in a unique column",
        ),
        (Deed::AddColumn(_), "54011") => {
            Problem::form("too_many_columns", "A table has at most 1,600 columns")
        }
        (Deed::AddColumn(_), "42P16") => Problem::form("refused", "The table has a primary key"),
        _ => return None,
    })
}

/// Tries the defaults of types with a size: a table would be made with one that does not fit, and
/// then take no row.
pub(super) fn trials(deed: Deed<'_>) -> Vec<Fragment> {
    let columns = columns(deed).into_iter().map(|(_, column)| column);
    let sized = columns.filter(|column| !column.size.is_empty());
    let trial = |column: &CheckedColumn| match &column.default {
        ColumnDefault::Value(text) => Some(default_value(column, text)),
        _ => None,
    };
    sized.filter_map(trial).collect()
}

/// The columns that are made, each with the prefix of its fields.
fn columns(deed: Deed<'_>) -> Vec<(String, &CheckedColumn)> {
    match deed {
        Deed::Create(table) => {
            let columns = table.columns.iter().enumerate();
            columns.map(|(at, column)| (format!("{}.{at}.", field::COLUMNS), column)).collect()
        }
        Deed::AddColumn(column) => vec![(String::new(), column)],
        _ => Vec::new(),
    }
}

/// Tries each default alone, to find those that their types cannot read.
async fn defaults(lease: &mut Lease, deed: Deed<'_>) -> Option<TargetError> {
    let mut problems = Vec::new();
    for (prefix, column) in columns(deed) {
        let ColumnDefault::Value(text) = &column.default else { continue };
        let question = default_value(column, text);
        let begun = lease.begin(Mode::Read, &Zone::utc()).query(&question).roll_back();
        let Err(Failed { said: Ok(said), .. }) = begun.send().await else { continue };
        let message = format!("This is not a value of the type {}", column.kind.sql());
        let at = format!("{prefix}{}", field::COLUMN_DEFAULT);
        problems.push(Problem::field(&at, "default_unsuited", message).hint(said.message));
    }
    (!problems.is_empty()).then(|| AppError::invalid(problems).into())
}
