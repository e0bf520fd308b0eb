//! The form's fields as signals.

use crate::model::connection::{ConnectionDraft, DatabaseKind, Scope, Trust};
use crate::model::connection_string::PastedTarget;
use crate::model::secret::Secret;
use leptos::prelude::*;

/// One signal a field.
#[derive(Clone, Copy)]
pub struct FormState {
    /// “Name”.
    pub name: RwSignal<String>,
    /// “Type”.
    pub kind: RwSignal<Option<DatabaseKind>>,
    /// “Mapped folders”.
    pub scope: RwSignal<Scope>,
    /// “Instance name”.
    pub instance: RwSignal<String>,
    /// “Host”.
    pub host: RwSignal<String>,
    /// “Port”.
    pub port: RwSignal<String>,
    /// “Schema”.
    pub schema: RwSignal<String>,
    /// “Read-only connection”.
    pub read_only: RwSignal<bool>,
    /// “Username”.
    pub username: RwSignal<String>,
    /// “Password”.
    pub password: RwSignal<String>,
    /// How the certificate is verified.
    pub trust: RwSignal<Trust>,
}

impl FormState {
    /// Opens a draft.
    pub fn new(draft: ConnectionDraft) -> Self {
        Self {
            name: RwSignal::new(draft.name),
            kind: RwSignal::new(draft.kind),
            scope: RwSignal::new(draft.scope),
            instance: RwSignal::new(draft.instance),
            host: RwSignal::new(draft.host),
            port: RwSignal::new(draft.port),
            schema: RwSignal::new(draft.schema),
            read_only: RwSignal::new(draft.read_only),
            username: RwSignal::new(draft.username),
            password: RwSignal::new(draft.password.reveal().to_owned()),
            trust: RwSignal::new(draft.trust),
        }
    }

    /// What is typed now; read inside an effect or a view, it follows the typing.
    pub fn draft(self) -> ConnectionDraft {
        ConnectionDraft {
            name: self.name.get(),
            kind: self.kind.get(),
            scope: self.scope.get(),
            instance: self.instance.get(),
            host: self.host.get(),
            port: self.port.get(),
            schema: self.schema.get(),
            read_only: self.read_only.get(),
            username: self.username.get(),
            password: Secret::new(self.password.get()),
            trust: self.trust.get(),
        }
    }

    /// Fills the fields that a pasted connection string names.
    pub fn fill(self, pasted: PastedTarget) {
        let fill = |field: RwSignal<String>, text: Option<String>| {
            if let Some(text) = text {
                field.set(text);
            }
        };
        fill(self.host, pasted.host);
        fill(self.port, pasted.port);
        fill(self.instance, pasted.instance);
        fill(self.schema, pasted.schema);
        fill(self.username, pasted.username);
        fill(self.password, pasted.password.map(|password| password.reveal().to_owned()));
    }
}
