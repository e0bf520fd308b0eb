//! Settling change sets.

use super::{Named, Unsettled};
use crate::audit::Deed;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::lease;
use crate::store::change_set::{self, ChangeSetHead};
use crate::store::{Line, connected_table, connection};
use crate::target::transaction::outcome;
use crate::target::write::Evidence;
use crate::target::write::settle::{self, Sights};
use app::model::history::ChangeState;

impl Unsettled for ChangeSetHead {
    fn named(&self) -> Named<'_> {
        let Self { id, at, table, .. } = *self;
        Named { id, at, table, table_name: &self.table_name }
    }

    async fn ask(&self, site: &Site) -> Result<ChangeState, ServiceError> {
        ask(site, self).await
    }

    async fn follow(&self, line: &mut Line, state: ChangeState) -> Result<Vec<Deed>, ServiceError> {
        let rows = change_set::count(line, self.id).await?;
        let deed = Deed::new(change_set::settled_by(state), Some(self.named().subject()));
        Ok(vec![deed.rows(rows)])
    }
}

async fn ask(site: &Site, head: &ChangeSetHead) -> Result<ChangeState, ServiceError> {
    let mut line = site.store.read().await?;
    let Some(found) = connection::get(&mut line, head.connection).await? else {
        return Ok(ChangeState::Unknown);
    };
    // The table may have another name now; then its rows tell nothing, and the transaction does.
    let table = connected_table::get(&mut line, head.table).await?;
    drop(line);
    let mut lease = lease(site, &found).await?;
    let evidence = evidence(&head.evidence)?;
    if let Some(state) = outcome(&mut lease, &head.xid, evidence.origin.as_ref()).await? {
        return Ok(state);
    }
    let name = table.map_or_else(|| head.table_name.clone(), |table| table.name);
    let sights = settle::look(&mut lease, &name, &evidence).await?;
    drop(lease);
    by_rows(site, head, &evidence, sights).await
}

/// What the rows tell: as they are, or as later change sets found them. Those are looked for last,
/// since each is written down before the rows show it.
async fn by_rows(
    site: &Site,
    head: &ChangeSetHead,
    own: &Evidence,
    mut sights: Sights,
) -> Result<ChangeState, ServiceError> {
    let mut line = site.store.read().await?;
    for other in change_set::with_same_number(&mut line, head).await? {
        if evidence(&other.evidence)?.place() == own.place() {
            return Ok(ChangeState::Aborted);
        }
    }
    for (key, sight) in &mut sights {
        if let Some(later) = change_set::next_change(&mut line, head, key).await? {
            *sight = evidence(&later.evidence)?.sight(key, later.was_there);
        }
    }
    Ok(settle::by_rows(own, &sights))
}

fn evidence(json: &str) -> Result<Evidence, ServiceError> {
    let read = serde_json::from_str(json);
    Ok(read.map_err(|error| sqlx::Error::Decode(error.into()))?)
}
