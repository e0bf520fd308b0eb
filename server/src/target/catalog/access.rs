//! What may be done with a table's rows and columns, and why not, where not.

use super::columns::Described as Column;
use super::tables::Described as Table;
use crate::target::sql::{Fragment, script, sql};
use app::model::cell::CellKind;
use app::model::ident::Ident;
use app::model::table::{Key, Lock, Privileges, RowAccess, TargetKind};

/// The privileges on a table, to be granted to the login role.
#[derive(Clone, Copy)]
pub(super) struct Grant<'g> {
    pub(super) schema: &'g Ident,
    pub(super) table: &'g Ident,
    pub(super) role: &'g Ident,
}

impl Grant<'_> {
    /// What a database administrator runs.
    pub(super) fn sql(self, privileges: &[&'static str]) -> String {
        let privileges = Fragment::list(", ", privileges.iter().map(|name| (*name).into()));
        let on = sql!(" ON ", self.schema, ".", self.table, " TO ", self.role);
        script(&[sql!("GRANT ", privileges, on)]).trim_end().to_owned()
    }

    fn lock(self, privilege: &str, missing: &[&'static str]) -> Lock {
        Lock::MissingPrivilege { privilege: privilege.to_owned(), grant: self.sql(missing) }
    }
}

/// Whether the versions of rows cannot be read, which are columns of their own to PostgreSQL:
/// without them rows can neither be told apart nor kept from being overwritten.
fn lacks_versions(table: &Table) -> bool {
    let writes = table.kind.is_table();
    writes && !table.elsewhere && table.key == Key::None
}

/// What the login role may do with a table.
pub(super) fn held(table: &Table) -> Privileges {
    if lacks_versions(table) {
        return Privileges { select: table.privileges.select, ..Privileges::default() };
    }
    table.privileges
}

/// The privileges that reading and, where something can be written, writing still need.
pub(super) fn missing(table: &Table, read_only: bool) -> Vec<&'static str> {
    let held = table.privileges;
    let writes = table.kind.is_table() && !read_only;
    let all = [
        (held.select && !(writes && lacks_versions(table)), "SELECT"),
        (held.insert || !writes, "INSERT"),
        (held.update || !writes, "UPDATE"),
        (held.delete || !writes, "DELETE"),
    ];
    all.into_iter().filter_map(|(held, name)| (!held).then_some(name)).collect()
}

/// What the connection and the login role may do with a table.
pub(super) struct Access<'g> {
    /// With its rows.
    pub(super) rows: RowAccess,
    grant: Grant<'g>,
}

impl<'g> Access<'g> {
    pub(super) fn new(table: &Table, read_only: bool, grant: Grant<'g>) -> Self {
        Self { rows: rows(table, read_only, grant), grant }
    }

    /// Why a column's cells cannot be edited.
    pub(super) fn column(&self, column: &Column, kind: &CellKind) -> Option<Lock> {
        if !column.generated.is_empty() {
            return Some(Lock::Generated);
        }
        if column.identity == "a" {
            return Some(Lock::Identity);
        }
        if *kind == CellKind::Composite {
            return Some(Lock::Kind);
        }
        let reachable = column.updates || (self.rows.update.is_some() && column.inserts);
        (!reachable).then(|| self.grant.lock("UPDATE", &["UPDATE"]))
    }
}

fn rows(table: &Table, read_only: bool, grant: Grant<'_>) -> RowAccess {
    if let Some(lock) = whole(table, read_only) {
        return RowAccess::locked(&lock);
    }
    let missing = missing(table, read_only);
    let versions = lacks_versions(table).then(|| grant.lock("SELECT", &missing));
    let lock = |held: bool, name: &str| {
        let own = (!held).then(|| grant.lock(name, &missing));
        own.or_else(|| versions.clone())
    };
    let held = table.privileges;
    RowAccess {
        insert: lock(held.insert, "INSERT"),
        update: lock(held.update, "UPDATE"),
        delete: lock(held.delete, "DELETE"),
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
