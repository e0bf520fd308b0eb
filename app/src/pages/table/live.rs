//! Working together: who has the table open, and what they save, as it happens.
//!
//! Invariant: of the few connections that a browser opens to one host, watching never takes the
//! last ones: only tabs that are seen watch, and not more of them than there are places.

use super::lock::{self, Held, Patience};
use super::pause;
use crate::api;
use crate::api::stream::decode;
use crate::error::ErrorCode;
use crate::grid::desk::Desk;
use crate::model::ids::{ChangeSetId, UserId};
use crate::model::watch::{TableEvent, Viewer};
use crate::pages::workspace::CurrentUser;
use futures::StreamExt;
use futures::channel::oneshot;
use futures::future::{AbortHandle, Abortable, Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long to wait before the next attempt, after so many that failed.
const WAITS: [u64; 5] = [1, 2, 5, 10, 30];
/// How many tabs of one browser watch at once; over HTTP/1.1 it opens six connections to a host.
const MOST_WATCHES: u8 = 4;
/// After how long a tab that found no place looks again, at the rows and for a place.
const CROWDED: Duration = Duration::from_secs(10);

/// What is known of the others.
#[derive(Clone, Copy)]
pub struct Live {
    /// Who has the table open.
    pub viewers: RwSignal<Vec<Viewer>>,
    /// Whether the server is not heard at present.
    pub lost: RwSignal<bool>,
    /// Who this person is.
    pub me: RwSignal<Option<UserId>>,
    /// Whether something may have been saved that was not told.
    behind: StoredValue<bool>,
    tab: Tab,
}

/// The browser's tab: seen, or behind another one.
#[derive(Clone, Copy)]
struct Tab {
    changed: StoredValue<Option<oneshot::Sender<()>>>,
}

impl Tab {
    fn new() -> Self {
        let changed = StoredValue::new(None::<oneshot::Sender<()>>);
        Effect::new(move |_| {
            let listener = window_event_listener(leptos::ev::visibilitychange, move |_| {
                if let Some(waiting) = changed.try_update_value(Option::take).flatten() {
                    // Nobody waits any more where something else came first.
                    let _ = waiting.send(());
                }
            });
            on_cleanup(move || listener.remove());
        });
        Self { changed }
    }

    /// Waits until the tab is seen.
    async fn seen(self) {
        while document().hidden() {
            self.change().await;
        }
    }

    /// Waits until it is not.
    async fn hidden(self) {
        while !document().hidden() {
            self.change().await;
        }
    }

    async fn change(self) {
        let (changed, change) = oneshot::channel();
        self.changed.try_set_value(Some(changed));
        // Ends as well where the page is left, which ends the watching.
        let _ = change.await;
    }
}

/// Listens until the page is left.
pub fn listen(desk: Desk, own: StoredValue<Vec<ChangeSetId>>) -> Live {
    let live = Live {
        viewers: RwSignal::new(Vec::new()),
        lost: RwSignal::new(false),
        me: RwSignal::new(None),
        behind: StoredValue::new(false),
        tab: Tab::new(),
    };
    let kept = StoredValue::new(None::<AbortHandle>);
    Effect::new(move |_| live.me.set(CurrentUser::me().map(|me| me.id)));
    Effect::new(move |_| {
        let (abort, registration) = AbortHandle::new_pair();
        kept.set_value(Some(abort));
        spawn_local(async move {
            let _ = Abortable::new(follow(desk, live, own), registration).await;
        });
    });
    on_cleanup(move || {
        if let Some(abort) = kept.try_update_value(Option::take).flatten() {
            abort.abort();
        }
    });
    live
}

/// Watches while the tab is seen; where this browser or this person watches too much already, the
/// rows are fetched anew from time to time.
async fn follow(desk: Desk, live: Live, own: StoredValue<Vec<ChangeSetId>>) {
    let mut failed = 0;
    // What was saved between the opening of the page and the first event must not be missed; later
    // the rows are read again instead.
    let mut since = Some(desk.table().seen);
    loop {
        live.tab.seen().await;
        let heard = while_seen(desk, live, own, &mut since).await;
        live.behind.set_value(true);
        match heard {
            Heard::Until => continue,
            Heard::Refused => {
                live.viewers.set(Vec::new());
                pause(CROWDED).await;
                desk.refresh();
                continue;
            }
            Heard::Something => failed = 0,
            Heard::Nothing => {}
        }
        live.lost.set(true);
        let wait = WAITS.get(failed).or(WAITS.last()).copied().unwrap_or(30);
        failed += 1;
        pause(Duration::from_secs(wait)).await;
    }
}

/// Watches until the tab is hidden, from one of the browser's places.
async fn while_seen(
    desk: Desk,
    live: Live,
    own: StoredValue<Vec<ChangeSetId>>,
    since: &mut Option<i64>,
) -> Heard {
    let Some(_place) = place().await else { return Heard::Refused };
    let heard = Box::pin(watch(desk, live, own, since.take()));
    match select(heard, Box::pin(live.tab.hidden())).await {
        Either::Left((heard, _)) => heard,
        Either::Right(_) => Heard::Until,
    }
}

/// One of the places of those who watch; none where all are taken.
async fn place() -> Option<Held> {
    for number in 1..=MOST_WATCHES {
        let held = lock::take(&format!("nexttables.watch.{number}"), Patience::None).await;
        if held.is_some() {
            return held;
        }
    }
    None
}

/// What was heard of the server.
enum Heard {
    /// Something, before the connection was lost.
    Something,
    /// Nothing.
    Nothing,
    /// That this person watches too much already, or this browser does.
    Refused,
    /// Whatever there was, until the tab was hidden.
    Until,
}

async fn watch(
    desk: Desk,
    live: Live,
    own: StoredValue<Vec<ChangeSetId>>,
    since: Option<i64>,
) -> Heard {
    let mut heard = Heard::Nothing;
    let bytes = match api::table::watch(desk.table().table.id, since).await {
        Ok(bytes) => bytes,
        Err(error) if error.code == ErrorCode::TooManyAttempts => return Heard::Refused,
        Err(_) => return heard,
    };
    let mut events = Box::pin(decode::<TableEvent>(bytes));
    while let Some(Ok(event)) = events.next().await {
        if live.behind.get_value() {
            // Whatever was saved meanwhile was not told.
            live.behind.set_value(false);
            live.lost.set(false);
            desk.refresh();
        }
        heard = Heard::Something;
        take(desk, live, own, event);
    }
    heard
}

fn take(desk: Desk, live: Live, own: StoredValue<Vec<ChangeSetId>>, event: TableEvent) {
    match event {
        TableEvent::Viewers(viewers) => live.viewers.set(viewers),
        TableEvent::Saved { id, by, .. } => {
            if own.with_value(|own| own.contains(&id)) {
                return;
            }
            desk.refresh();
            // One's own other tab is no news.
            if live.me.get_untracked() != Some(by.id) {
                desk.say(format!("{} saved changes; they are shown now", by.name));
            }
        }
    }
}
