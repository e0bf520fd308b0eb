//! Connections in the audit log: every field but the password.

use crate::audit::differences;
use crate::target::tls::{authorities, fingerprint};
use app::model::audit::{FieldChange, Subject, SubjectKind};
use app::model::connection::{Connection, Scope, Trust};
use app::model::folder::FolderTree;
use app::model::ids::FolderId;

/// A connection as the audit log names it.
pub fn subject(connection: &Connection) -> Subject {
    Subject {
        kind: SubjectKind::Connection,
        id: connection.id.to_string(),
        name: connection.name.clone(),
    }
}

/// What differs between two versions, by the words of the form.
pub fn changes(
    tree: &FolderTree,
    old: Option<&Connection>,
    new: Option<&Connection>,
) -> Vec<FieldChange> {
    let field = |label, read: &dyn Fn(&Connection) -> String| (label, old.map(read), new.map(read));
    differences(vec![
        field("Name", &|connection| connection.name.clone()),
        field("Type", &|connection| connection.kind.label().to_owned()),
        field("Mapped folders", &|connection| scope(tree, &connection.scope)),
        field("Instance name", &|connection| connection.instance.clone()),
        field("Host", &|connection| connection.host.clone()),
        field("Port", &|connection| connection.port.to_string()),
        field("Schema", &|connection| connection.schema.clone()),
        field("Read-only connection", &|connection| {
            if connection.read_only { "yes" } else { "no" }.to_owned()
        }),
        field("Username", &|connection| connection.username.clone()),
        field("Server certificate", &|connection| trust(&connection.trust)),
    ])
}

/// The folders by their paths at the time.
fn scope(tree: &FolderTree, scope: &Scope) -> String {
    let Scope::Folders(folders) = scope else { return Scope::SITE_LABEL.to_owned() };
    let name = |id: &FolderId| match tree.get(*id) {
        Some(_) => tree.path_name(*id),
        None => id.to_string(),
    };
    let mut names: Vec<_> = folders.iter().map(name).collect();
    names.sort();
    names.join(", ")
}

/// Who is trusted, told apart by the SHA-256 of each certificate.
fn trust(trust: &Trust) -> String {
    match trust {
        Trust::SystemRoots => "system authorities".to_owned(),
        Trust::Pinned { fingerprint } => format!("pinned {fingerprint}"),
        Trust::Authority { pem } => {
            let certificates = authorities(pem).unwrap_or_default();
            let prints: Vec<_> =
                certificates.iter().map(|one| fingerprint(one).to_string()).collect();
            format!("own authority {}", prints.join(", "))
        }
    }
}
