//! Attempts at a connection: how many run at once, and their events as a stream.

use crate::service::Site;
use crate::target::probe::probe;
use app::error::{AppError, ErrorCode};
use app::model::connection::{CheckedConnection, ConnectEvent, Connection, Health};
use app::model::ids::{RequestId, UserId};
use app::model::probe::{Cause, Failure, ProbeEvent, Verdict};
use app::ports::ConnectEvents;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::{StreamExt, stream};
use std::collections::HashMap;
use std::future::{Future, ready};
use std::sync::{Arc, Mutex, PoisonError};
use tracing::Instrument;

/// How many attempts one person may have under way.
const PER_PERSON: usize = 2;
/// How many attempts the site may have under way.
const PER_SITE: usize = 16;

/// The places for attempts; dropping a place frees it.
#[derive(Clone, Debug, Default)]
pub struct Places(Arc<Mutex<HashMap<UserId, usize>>>);

/// One attempt's place.
#[derive(Debug)]
pub struct Place {
    places: Places,
    user: UserId,
}

impl Places {
    /// Takes a place.
    ///
    /// # Errors
    /// `TooManyAttempts` when the person or the site has too many under way.
    pub fn take(&self, user: UserId) -> Result<Place, AppError> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&user).copied().unwrap_or_default();
        if own >= PER_PERSON || taken.values().sum::<usize>() >= PER_SITE {
            let error = AppError::new(ErrorCode::TooManyAttempts, "Too many tests are running");
            return Err(error.with_hint("Wait until one has ended, or cancel one"));
        }
        taken.insert(user, own + 1);
        Ok(Place { places: self.clone(), user })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.user) {
            *own -= 1;
        }
        taken.retain(|_, own| *own > 0);
    }
}

/// Where an attempt reports to; nobody listens any more once the person has cancelled.
#[derive(Clone, Debug)]
pub struct Reporter {
    events: UnboundedSender<ConnectEvent>,
    request: RequestId,
}

impl Reporter {
    /// Reports an event.
    pub fn report(&self, event: ConnectEvent) {
        // The stream and the work are dropped together, so the event is never lost.
        let _ = self.events.unbounded_send(event);
    }

    /// Reports how it ended.
    pub fn finish(&self, result: Result<Connection, AppError>) {
        self.report(match result {
            Ok(connection) => ConnectEvent::Succeeded(Box::new(connection)),
            Err(error) => {
                let request_id = Some(self.request.to_string());
                ConnectEvent::Refused(AppError { request_id, ..error })
            }
        });
    }
}

/// The events of a piece of work; the work runs while they are read, and ends when they are dropped.
pub fn events<F>(
    place: Place,
    request: RequestId,
    work: impl FnOnce(Reporter) -> F,
) -> ConnectEvents
where
    F: Future<Output = ()> + Send + 'static,
{
    let (events, receiver) = unbounded();
    let work = work(Reporter { events, request });
    let run = async move {
        work.await;
        drop(place);
    };
    // It runs while the answer is being read, when the request's own span has ended.
    let run = run.in_current_span();
    stream::select(receiver, stream::once(run).filter_map(|()| ready(None))).boxed()
}

/// What a test found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// For the list of connections.
    pub health: Health,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
}

/// Tests a connection, reporting each stage.
pub async fn test(site: &Site, checked: CheckedConnection, reporter: Option<&Reporter>) -> Finding {
    let mut events = Box::pin(probe(checked, site.reach.clone()));
    let mut micros = 0;
    let mut failure = None;
    while let Some(event) = events.next().await {
        if let ProbeEvent::Ended(report) = &event {
            micros += report.micros;
            if let Verdict::Failed(failed) = &report.verdict {
                failure = Some(failed.as_ref().clone());
            }
        }
        if let Some(reporter) = reporter {
            reporter.report(ConnectEvent::Probe(event));
        }
    }
    let result = failure.as_ref().map_or("works", |failed: &Failure| Cause::code(failed.cause));
    metrics::counter!("nexttables_connection_tests_total", "result" => result).increment(1);
    tracing::info!(result, milliseconds = micros / 1000, "tested a connection");
    let health = Health {
        checked_at: site.clock.now(),
        latency_ms: micros / 1000,
        failure: failure.as_ref().map(|failed| (failed.cause, failed.message.clone())),
    };
    Finding { health, failure }
}
