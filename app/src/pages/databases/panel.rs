//! The panel on the right: connect, edit, test again, change password.

mod attempt;
mod certificate;
mod credentials;
mod egress;
mod form;
mod password;
mod retest;
mod scope;
mod set_up;
mod stages;
mod state;
mod target;
mod trust;

use super::Desk;
use crate::model::certificate::Fingerprint;
use crate::model::connection::{Connection, ConnectionDraft, Trust};
use crate::ui::reveal::focus;
use crate::ui::sheet::Sheet;
use attempt::Attempt;
use form::ConnectionForm;
use leptos::prelude::*;
use password::PasswordForm;
use retest::RetestBody;

/// What the panel is open for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// A new connection, from an empty draft or a copy.
    Connect(Box<ConnectionDraft>),
    /// A stored connection's values.
    Edit(Box<Connection>),
    /// The same, with a certificate that it shall trust from now on.
    Trust(Box<Connection>, Fingerprint),
    /// A test of a stored connection as it stands.
    Test(Box<Connection>),
    /// A stored connection's password.
    ChangePassword(Box<Connection>),
}

impl Purpose {
    fn title(&self) -> String {
        match self {
            Self::Connect(_) => "Connect new database".to_owned(),
            Self::Edit(connection) | Self::Trust(connection, _) => {
                format!("Edit {}", connection.name)
            }
            Self::Test(connection) => format!("Test {}", connection.name),
            Self::ChangePassword(connection) => format!("Change password of {}", connection.name),
        }
    }
}

/// The sheet; closing it cancels a test that is running.
#[component]
pub fn ConnectionPanel() -> impl IntoView {
    let desk = Desk::get();
    let attempt = Attempt::new();
    let title = Signal::derive(move || {
        desk.purpose.with(|purpose| purpose.as_ref().map_or_else(String::new, Purpose::title))
    });
    let close = Callback::new(move |()| {
        attempt.cancel();
        desk.purpose.set(None);
    });
    view! {
        <Sheet
            id="connection-panel"
            title
            open=Signal::derive(move || desk.purpose.with(Option::is_some))
            on_close=close
        >
            {move || desk.purpose.get().map(|purpose| body(purpose, attempt, close))}
        </Sheet>
    }
    .into_any()
}

fn body(purpose: Purpose, attempt: Attempt, close: Callback<()>) -> AnyView {
    attempt.reset();
    match purpose {
        Purpose::Connect(draft) => {
            view! { <ConnectionForm draft=*draft stored=None attempt close /> }.into_any()
        }
        Purpose::Edit(connection) => {
            let draft = ConnectionDraft::from(connection.as_ref());
            view! { <ConnectionForm draft stored=Some(*connection) attempt close /> }.into_any()
        }
        Purpose::Trust(connection, fingerprint) => {
            let draft = ConnectionDraft {
                trust: Trust::Pinned { fingerprint },
                ..ConnectionDraft::from(connection.as_ref())
            };
            focus("password");
            view! { <ConnectionForm draft stored=Some(*connection) attempt close /> }.into_any()
        }
        Purpose::Test(connection) => {
            view! { <RetestBody connection=*connection attempt close /> }.into_any()
        }
        Purpose::ChangePassword(connection) => {
            view! { <PasswordForm connection=*connection attempt close /> }.into_any()
        }
    }
}
