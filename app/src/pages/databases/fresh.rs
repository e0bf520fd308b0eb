//! Keeping the list fresh on screen: what is known of the connections, asked for again and again.

use super::Desk;
use crate::error::{AppError, ErrorCode};
use crate::model::connection::{Connection, Health};
use crate::model::ids::ConnectionId;
use crate::ui::kept::kept;
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How often the list is asked for again; the server tests each connection every minute.
const EVERY: Duration = Duration::from_secs(30);

/// What is known of the connections.
pub type Known = Option<Result<Vec<Connection>, AppError>>;

/// The same, as it changes.
pub type Connections = Signal<Known>;

/// The connections as last heard of: while the server cannot be reached, those of before.
pub fn connections(desk: Desk) -> Connections {
    kept(move |before: Option<&Known>| match (before, desk.connections.get()) {
        (Some(before @ Some(Ok(_))), Some(Err(error))) if passes(error.code) => before.clone(),
        (_, now) => now,
    })
}

fn passes(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Offline | ErrorCode::Unavailable)
}

/// The connections that are known.
pub fn all(known: &Known) -> &[Connection] {
    known.as_ref().and_then(|known| known.as_deref().ok()).unwrap_or_default()
}

/// How one of them was when it was last tested.
pub fn health(known: &Known, id: ConnectionId) -> Option<Health> {
    all(known).iter().find(|connection| connection.id == id)?.health.clone()
}

/// Asks again while the page is seen, and at once when it is seen again.
pub fn keep_fresh(desk: Desk) {
    Effect::new(move |_| {
        let ask = move || {
            if !document().hidden() {
                desk.connections.refetch();
            }
        };
        let seen = window_event_listener(ev::visibilitychange, move |_| ask());
        on_cleanup(move || seen.remove());
        // Fails only where there is no window.
        if let Ok(ticks) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || ticks.clear());
        }
    });
}
