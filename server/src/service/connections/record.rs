//! Connections in the audit log: every field but the password.

use crate::audit::differences;
use app::model::audit::{FieldChange, Subject, SubjectKind};
use app::model::connection::{Connection, Scope, Trust};

/// A connection as the audit log names it.
pub fn subject(connection: &Connection) -> Subject {
    Subject {
        kind: SubjectKind::Connection,
        id: connection.id.to_string(),
        name: connection.name.clone(),
    }
}

/// What differs between two versions, by the words of the form.
pub fn changes(old: Option<&Connection>, new: Option<&Connection>) -> Vec<FieldChange> {
    let field = |label, read: fn(&Connection) -> String| (label, old.map(read), new.map(read));
    differences(vec![
        field("Name", |connection| connection.name.clone()),
        field("Type", |connection| connection.kind.label().to_owned()),
        field("Mapped folders", |connection| scope(&connection.scope)),
        field("Instance name", |connection| connection.instance.clone()),
        field("Host", |connection| connection.host.clone()),
        field("Port", |connection| connection.port.to_string()),
        field("Schema", |connection| connection.schema.clone()),
        field("Read-only connection", |connection| {
            if connection.read_only { "yes" } else { "no" }.to_owned()
        }),
        field("Username", |connection| connection.username.clone()),
        field("Server certificate", |connection| trust(&connection.trust)),
    ])
}

fn scope(scope: &Scope) -> String {
    match scope {
        Scope::Site => Scope::SITE_LABEL.to_owned(),
        Scope::Folders(folders) => {
            folders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
    }
}

fn trust(trust: &Trust) -> String {
    match trust {
        Trust::SystemRoots => "system authorities".to_owned(),
        Trust::Authority { .. } => "own authority".to_owned(),
        Trust::Pinned { fingerprint } => format!("pinned {fingerprint}"),
    }
}
