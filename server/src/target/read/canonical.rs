//! Keys in one form, whatever the zone that rows are shown in: as PostgreSQL writes them in UTC.
//!
//! So a row has the same key for everybody who sees it, and in the history.

use crate::target::catalog::{Attribute, Relation};
use crate::target::diagnostics::TargetError;
use crate::target::pools::{Lease, Zone};
use crate::target::sql::{Fragment, sql};
use app::model::page::{Row, RowId};

/// Turns the keys of rows that were read in a zone into those of UTC, in the transaction that is
/// open. Their texts say which moment they mean, so no zone is needed to read them.
pub(super) async fn canonical(
    lease: &mut Lease,
    relation: &Relation,
    zone: &Zone,
    rows: &mut [Row],
) -> Result<(), TargetError> {
    let ids: Vec<_> = rows.iter_mut().filter_map(|row| row.id.as_mut()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let question = question(relation, &ids);
    let sent = lease.go_on().query(&Zone::utc().set()).query(&question).query(&zone.set());
    let answers = sent.send().await?;
    let answer = answers.get(1).filter(|answer| answer.len() == ids.len());
    let answer = answer.ok_or_else(|| TargetError::Unreadable("not every key".to_owned()))?;
    for (id, row) in ids.into_iter().zip(answer.iter()) {
        id.key = (0..row.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// The keys as a table that is called like the real one, so that their texts are made in the same way.
fn question(relation: &Relation, ids: &[&mut RowId]) -> Fragment {
    let rows = (0_u64..).zip(ids).map(|(number, id)| {
        let values = relation.key_attributes().zip(&id.key);
        let values = values.map(|(attribute, text)| attribute.base.value(Some(text)));
        sql!("(", number, ", ", Fragment::list(", ", values), ")")
    });
    let texts = relation.key_attributes().map(Attribute::text);
    let names = relation.key_attributes().map(|attribute| sql!(&attribute.name));
    sql!(
        "select ",
        Fragment::list(", ", texts),
        " from (values ",
        Fragment::list(", ", rows),
        ") t (\"nexttables: number\", ",
        Fragment::list(", ", names),
        ") order by t.\"nexttables: number\""
    )
}
