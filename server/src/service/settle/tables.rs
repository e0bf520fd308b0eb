//! Settling changes of tables themselves, and what follows from them for our own tables.

use super::{Named, Unsettled};
use crate::audit::Deed;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::lease;
use crate::store::table_change::{self, TableChange};
use crate::store::{Line, connected_table, connection, dropped_table, folder, saved_view};
use crate::target::ddl;
use app::model::audit::AuditAction;
use app::model::history::ChangeState;
use app::model::table::Table;

impl Unsettled for TableChange {
    fn named(&self) -> Named<'_> {
        let Self { id, at, table, .. } = *self;
        Named { id, at, table, table_name: &self.table_name }
    }

    async fn ask(&self, site: &Site) -> Result<ChangeState, ServiceError> {
        ask(site, self).await
    }

    /// A table that was created is connected, one that was dropped is connected nowhere any more, and
    /// views and layouts go with a column that was renamed.
    async fn follow(&self, line: &mut Line, state: ChangeState) -> Result<Vec<Deed>, ServiceError> {
        follow(line, &Self { state, ..self.clone() }).await
    }
}

async fn ask(site: &Site, change: &TableChange) -> Result<ChangeState, ServiceError> {
    let mut line = site.store.read().await?;
    let Some(found) = connection::get(&mut line, change.connection).await? else {
        return Ok(ChangeState::Unknown);
    };
    drop(line);
    let mut lease = lease(site, &found).await?;
    let evidence = serde_json::from_str(&change.evidence);
    let evidence = evidence.map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(ddl::settle(&mut lease, &change.table_name, &change.xid, &evidence).await?)
}

async fn follow(line: &mut Line, change: &TableChange) -> Result<Vec<Deed>, ServiceError> {
    let deed = |table| {
        let subject = Named { table, ..change.named() }.subject();
        Deed::new(table_change::settled_by(change), Some(subject)).changes(change.changes.clone())
    };
    let own = deed(change.table);
    match table_change::settled_by(change) {
        AuditAction::TableCreated => Ok(vec![match connect(line, change).await? {
            Ok(()) => own,
            Err(reason) => own.note(reason),
        }]),
        AuditAction::TableDropped => {
            // A table that is created under its name later has a history of its own.
            dropped_table::note(line, change.connection, &change.table_name, change.at).await?;
            let all = connected_table::of_connection(line, change.connection).await?;
            let mut deeds = Vec::new();
            for table in all.iter().filter(|table| table.name == change.table_name) {
                connected_table::delete(line, table.id).await?;
                deeds.push(deed(table.id));
            }
            Ok(if deeds.is_empty() { vec![own] } else { deeds })
        }
        AuditAction::TableChanged => {
            rename(line, change).await?;
            Ok(vec![own])
        }
        _ => Ok(vec![own]),
    }
}

async fn rename(line: &mut Line, change: &TableChange) -> Result<(), ServiceError> {
    let renames = table_change::renamed(&change.changes);
    for table in connected_table::of_connection(line, change.connection).await? {
        for (old, new) in renames.iter().filter(|_| table.name == change.table_name) {
            saved_view::rename_column(line, table.id, old, new).await?;
        }
    }
    Ok(())
}

/// Connects a table that was created; or says why not, where what it was made for is gone since.
async fn connect(
    line: &mut Line,
    change: &TableChange,
) -> Result<Result<(), &'static str>, ServiceError> {
    let found = connection::get(line, change.connection).await?;
    let Some(found) = found.filter(|found| found.scope.covers(change.folder)) else {
        return Ok(Err("Not connected: the connection is not available in the folder any more"));
    };
    if folder::tree(line).await?.get(change.folder).is_none() {
        return Ok(Err("Not connected: the folder is gone"));
    }
    let here = connected_table::in_folder(line, change.folder).await?;
    if here.iter().any(|one| one.connection == found.id && one.name == change.table_name) {
        return Ok(Err("Not connected: somebody else has connected it already"));
    }
    let table = Table {
        id: change.table,
        folder: change.folder,
        connection: found.id,
        connection_name: found.name,
        read_only: found.read_only,
        schema: found.schema,
        name: change.table_name.clone(),
    };
    Ok(Ok(connected_table::insert(line, &table, change.at).await?))
}
