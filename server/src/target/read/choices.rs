//! What foreign keys may take: a list to choose from, and what texts stand for.

use super::{doubted, labels};
use crate::target::catalog::Relation;
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Mode, Zone};
use app::model::page::{Choice, Named};

/// Lists values that a foreign key may take, those whose value or label contains a text.
///
/// # Errors
/// `ColumnsChanged` when the column has no foreign key.
pub async fn choices(
    lease: &mut Lease,
    relation: &Relation,
    column: &str,
    search: &str,
) -> Result<Vec<Choice>, TargetError> {
    let lookup = relation.attribute(column).and_then(|attribute| attribute.lookup.as_ref());
    let lookup = lookup.ok_or(TargetError::ColumnsChanged)?;
    if search.contains('\0') {
        return Ok(Vec::new());
    }
    let question = labels::choices(relation, lookup, search);
    let begun = lease.begin(Mode::Read, &Zone::utc()).query(&question).commit();
    match begun.send().await.map_err(TargetError::from) {
        Ok(answers) => labels::read_choices(relation, answers.first().map_or(&[], |answer| answer)),
        Err(error) => Err(doubted(lease, relation, error)),
    }
}

/// Finds the values that a foreign key may take whose value or label is one of the texts but for
/// capitals.
///
/// # Errors
/// `ColumnsChanged` when the column has no foreign key.
pub async fn named(
    lease: &mut Lease,
    relation: &Relation,
    column: &str,
    texts: &[String],
) -> Result<Named, TargetError> {
    let lookup = relation.attribute(column).and_then(|attribute| attribute.lookup.as_ref());
    let lookup = lookup.ok_or(TargetError::ColumnsChanged)?;
    let Some(question) = labels::named(relation, lookup, texts) else { return Ok(Named::new()) };
    let begun = lease.begin(Mode::Read, &Zone::utc()).query(&question).commit();
    match begun.send().await.map_err(TargetError::from) {
        Ok(answers) => labels::read_named(relation, answers.first().map_or(&[], |answer| answer)),
        Err(error) => Err(doubted(lease, relation, error)),
    }
}
