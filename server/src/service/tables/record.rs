//! Tables in the audit log.

use app::model::audit::{FieldChange, Subject, SubjectKind};
use app::model::table::Table;

/// A table as the audit log names it.
pub fn subject(table: &Table) -> Subject {
    Subject { kind: SubjectKind::Table, id: table.id.to_string(), name: table.name.clone() }
}

/// Where a new table is.
pub fn named(table: &Table) -> Vec<FieldChange> {
    let fact = |field: &str, new: &str| FieldChange {
        field: field.to_owned(),
        old: None,
        new: Some(new.to_owned()),
    };
    vec![fact("Database connection", &table.connection_name), fact("Schema", &table.schema)]
}
