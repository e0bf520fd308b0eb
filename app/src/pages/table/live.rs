//! Working together: who has the table open, and what they save, as it happens.

use crate::api;
use crate::api::stream::decode;
use crate::grid::desk::Desk;
use crate::model::ids::{ChangeSetId, UserId};
use crate::model::watch::{TableEvent, Viewer};
use crate::pages::workspace::CurrentUser;
use futures::StreamExt;
use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long to wait before the next attempt, after so many that failed.
const WAITS: [u64; 5] = [1, 2, 5, 10, 30];

/// What is known of the others.
#[derive(Clone, Copy)]
pub struct Live {
    /// Who has the table open.
    pub viewers: RwSignal<Vec<Viewer>>,
    /// Whether the server is not heard at present.
    pub lost: RwSignal<bool>,
    /// Who this person is.
    pub me: RwSignal<Option<UserId>>,
}

/// Listens until the page is left.
pub fn listen(desk: Desk, own: StoredValue<Vec<ChangeSetId>>) -> Live {
    let live = Live {
        viewers: RwSignal::new(Vec::new()),
        lost: RwSignal::new(false),
        me: RwSignal::new(None),
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

async fn follow(desk: Desk, live: Live, own: StoredValue<Vec<ChangeSetId>>) {
    let mut failed = 0;
    // What was saved between the opening of the page and the first event must not be missed; later
    // the rows are read again instead.
    let mut since = Some(desk.table().seen);
    loop {
        if let Ok(bytes) = api::table::watch(desk.table().table.id, since.take()).await {
            let mut events = Box::pin(decode::<TableEvent>(bytes));
            while let Some(Ok(event)) = events.next().await {
                if live.lost.get_untracked() {
                    // Whatever was saved meanwhile was not told.
                    live.lost.set(false);
                    desk.refresh();
                }
                failed = 0;
                take(desk, live, own, event);
            }
        }
        live.lost.set(true);
        let wait = WAITS.get(failed).or(WAITS.last()).copied().unwrap_or(30);
        failed += 1;
        pause(Duration::from_secs(wait)).await;
    }
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

async fn pause(duration: Duration) {
    let (done, waiting) = futures::channel::oneshot::channel();
    set_timeout(
        move || {
            // Nobody waits any more where the page was left.
            let _ = done.send(());
        },
        duration,
    );
    let _ = waiting.await;
}
