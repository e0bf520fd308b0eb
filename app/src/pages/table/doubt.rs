//! Finding out whether a Save succeeded whose answer did not come.
//!
//! Invariant: edits in doubt are frozen until the server has said what became of them; what it has
//! saved is never sent a second time.

use super::drafts::Keeper;
use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::grid::desk::{Desk, Saving};
use crate::grid::edits::Edits;
use crate::model::change::SaveFate;
use crate::model::ids::ChangeSetId;
use futures::channel::oneshot;
use futures::future::select;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How many seconds to wait before the next question, after so many.
const WAITS: [u64; 5] = [1, 2, 5, 10, 30];

/// Asks the server until it is known how a Save ended.
#[derive(Clone, Copy)]
pub struct Doubt {
    desk: Desk,
    keeper: Keeper,
    wake: StoredValue<Option<oneshot::Sender<()>>>,
}

impl Doubt {
    /// Nothing is in doubt yet.
    pub fn new(desk: Desk, keeper: Keeper) -> Self {
        let doubt = Self { desk, keeper, wake: StoredValue::new(None) };
        Effect::new(move |_| {
            let online = window_event_listener(leptos::ev::online, move |_| doubt.ask_again());
            let seen = window_event_listener(leptos::ev::focus, move |_| doubt.ask_again());
            on_cleanup(move || {
                online.remove();
                seen.remove();
            });
        });
        doubt
    }

    /// Finds out how a Save ended; `error` is why there is doubt, if it is known.
    pub fn settle(self, id: ChangeSetId, error: Option<AppError>) {
        self.desk.saving.set(Saving::InDoubt(id));
        self.desk.save_failure.set(error.clone());
        self.desk.say("");
        spawn_local(async move {
            if let Some(fate) = self.fate(id).await {
                self.take(fate, error);
            }
        });
    }

    /// Asks at once instead of later.
    pub fn ask_again(self) {
        if let Some(wake) = self.wake.try_update_value(Option::take).flatten() {
            // Nobody waits any more where the page was left.
            let _ = wake.send(());
        }
    }

    /// Asks until there is an answer; none where nobody wants to know any more, whatever else may
    /// be in doubt by then.
    async fn fate(self, id: ChangeSetId) -> Option<SaveFate> {
        for asked in 0.. {
            let answer = api::row::outcome(self.desk.table().table.id, id).await;
            if self.desk.saving.try_get_untracked() != Some(Saving::InDoubt(id)) {
                return None;
            }
            match answer {
                Ok(SaveFate::Pending) => {}
                Ok(fate) => return Some(fate),
                Err(error) => self.desk.save_failure.set(Some(error)),
            }
            self.pause(asked).await;
        }
        None
    }

    async fn pause(self, asked: usize) {
        let wait = WAITS.get(asked).or(WAITS.last()).copied().unwrap_or(30);
        let (wake, woken) = oneshot::channel();
        self.wake.try_update_value(|waiting| *waiting = Some(wake));
        select(woken, Box::pin(super::pause(Duration::from_secs(wait)))).await;
    }

    /// Takes over how the Save ended; `error` is why there was doubt.
    pub fn take(self, fate: SaveFate, error: Option<AppError>) {
        let Self { desk, keeper, .. } = self;
        desk.saving.set(Saving::No);
        desk.save_failure.set(None);
        match fate {
            SaveFate::Committed => {
                let sent = desk.edits.with_untracked(|edits| edits.drafts().to_send());
                desk.after_save(&sent, None);
                desk.edits.update(Edits::discard);
                desk.say("Your changes were saved");
            }
            SaveFate::NotSaved => {
                // That nothing could be reached is over, or there would be no answer.
                let lasting = error.filter(|error| error.code != ErrorCode::Offline);
                desk.save_failure.set(lasting);
                desk.say("Nothing was saved; save again");
            }
            SaveFate::Pending | SaveFate::Unknown => desk.save_failure.set(Some(unknown())),
        }
        desk.refresh();
        keeper.answered(desk.edits.with_untracked(|edits| edits.drafts().clone()));
        desk.resume();
        if fate == SaveFate::Committed {
            desk.kept();
        }
    }
}

fn unknown() -> AppError {
    let told = "The database cannot say any more whether your changes were saved";
    let hint = "Look at the rows: what is there already, discard; what is not, save again";
    AppError::new(ErrorCode::Conflict, told).with_hint(hint)
}
