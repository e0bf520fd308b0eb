//! What may be done with a table's rows and columns, and why not, where not.

use super::columns::Described as Column;
use super::tables::Described as Table;
use app::model::cell::CellKind;
use app::model::table::{Key, Lock, RowAccess, TargetKind};

/// What the connection and the login role may do with rows.
pub(super) fn rows(table: &Table, read_only: bool) -> RowAccess {
    if let Some(lock) = whole(table, read_only) {
        return RowAccess::locked(&lock);
    }
    let missing = |held: bool, name: &str| (!held).then(|| Lock::MissingPrivilege(name.to_owned()));
    // Without their versions rows can neither be told apart nor kept from being overwritten.
    let versions = (table.key == Key::None).then(|| Lock::MissingPrivilege("SELECT".to_owned()));
    let held = table.privileges;
    RowAccess {
        insert: missing(held.insert, "INSERT").or_else(|| versions.clone()),
        update: missing(held.update, "UPDATE").or_else(|| versions.clone()),
        delete: missing(held.delete, "DELETE").or(versions),
    }
}

/// What stands against every change.
fn whole(table: &Table, read_only: bool) -> Option<Lock> {
    match table.kind {
        TargetKind::View | TargetKind::MaterialisedView => Some(Lock::View),
        TargetKind::ForeignTable => Some(Lock::ForeignTable),
        _ if read_only => Some(Lock::ReadOnlyConnection),
        _ if table.server_read_only => Some(Lock::ReadOnlyTarget),
        _ if table.elsewhere => Some(Lock::ForeignTable),
        _ => None,
    }
}

/// Why a column's cells cannot be edited.
pub(super) fn column(column: &Column, kind: &CellKind, access: &RowAccess) -> Option<Lock> {
    if !column.generated.is_empty() {
        return Some(Lock::Generated);
    }
    if column.identity == "a" {
        return Some(Lock::Identity);
    }
    if *kind == CellKind::Composite {
        return Some(Lock::Kind);
    }
    let reachable = column.updates || (access.update.is_some() && column.inserts);
    (!reachable).then(|| Lock::MissingPrivilege("UPDATE".to_owned()))
}
