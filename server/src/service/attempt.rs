//! Attempts at a connection: how many run at once, and their events as a stream.
//!
//! Invariant: an attempt whose test began ends with an entry in the audit log, whether or not the
//! person is still there; so the work does not hang on the stream that reports it.

use crate::service::Site;
use crate::target::probe::probe;
use app::error::{AppError, ErrorCode};
use app::model::connection::{CheckedConnection, ConnectEvent, Connection, Health};
use app::model::ids::{RequestId, UserId};
use app::model::probe::{Cause, Failure, ProbeEvent, Verdict};
use app::ports::ConnectEvents;
use futures::{StreamExt, stream};
use std::collections::HashMap;
use std::future::{Future, pending};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tracing::Instrument;

/// How many attempts one person may have under way.
const PER_PERSON: usize = 2;
/// How many attempts the site may have under way.
const PER_SITE: usize = 16;

#[derive(Debug, Default)]
struct Taken {
    by: Mutex<HashMap<UserId, usize>>,
    freed: Notify,
}

/// The places for attempts; dropping a place frees it.
#[derive(Clone, Debug, Default)]
pub struct Places(Arc<Taken>);

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
        let mut taken = self.0.by.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&user).copied().unwrap_or_default();
        if own >= PER_PERSON || taken.values().sum::<usize>() >= PER_SITE {
            let error = AppError::new(ErrorCode::TooManyAttempts, "Too many tests are running");
            return Err(error.with_hint("Wait until one has ended, or cancel one"));
        }
        taken.insert(user, own + 1);
        Ok(Place { places: self.clone(), user })
    }

    /// Waits until no attempt is under way.
    pub async fn all_left(&self) {
        loop {
            let freed = self.0.freed.notified();
            if self.0.by.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return;
            }
            freed.await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.by.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.user) {
            *own -= 1;
        }
        taken.retain(|_, own| *own > 0);
        drop(taken);
        self.places.0.freed.notify_waiters();
    }
}

/// Where an attempt reports to; nobody listens any more once the person has cancelled.
#[derive(Clone, Debug)]
pub struct Reporter {
    events: UnboundedSender<ConnectEvent>,
    request: RequestId,
}

impl Reporter {
    fn report(&self, event: ConnectEvent) {
        // Fails only when the person has left, who then wants to know nothing.
        let _ = self.events.send(event);
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

    /// Reports what a test came to that did not pass, once the audit log has it.
    pub fn conclude(&self, finding: Finding, noted: Result<(), AppError>) {
        match (noted, finding) {
            (Err(error), _) => self.finish(Err(error)),
            (Ok(()), Finding::Fails { last, .. }) => self.report(ConnectEvent::Probe(*last)),
            (Ok(()), _) => {}
        }
    }

    async fn left(&self) {
        self.events.closed().await;
    }
}

/// The events of a piece of work, which runs to its end by itself; when they are dropped, its test
/// is cut short.
pub fn events<F>(
    place: Place,
    request: RequestId,
    work: impl FnOnce(Reporter) -> F,
) -> ConnectEvents
where
    F: Future<Output = ()> + Send + 'static,
{
    let (events, mut receiver) = unbounded_channel();
    let work = work(Reporter { events, request });
    let run = async move {
        work.await;
        drop(place);
    };
    tokio::spawn(run.in_current_span());
    stream::poll_fn(move |context| receiver.poll_recv(context)).boxed()
}

/// What a test came to.
#[derive(Clone, Debug)]
pub enum Finding {
    /// It works.
    Works(Health),
    /// It does not.
    Fails {
        /// For the list of connections.
        health: Health,
        /// Why.
        cause: Cause,
        /// The failed stage's report, not yet passed on.
        last: Box<ProbeEvent>,
    },
    /// The person left before its end.
    Cancelled,
}

impl Finding {
    /// What the audit log says of it.
    pub fn note(&self) -> &'static str {
        match self {
            Self::Works(_) => "works",
            Self::Fails { cause, .. } => cause.code(),
            Self::Cancelled => "cancelled",
        }
    }

    /// For the list of connections, where the test came to its end.
    pub fn health(&self) -> Option<&Health> {
        match self {
            Self::Works(health) | Self::Fails { health, .. } => Some(health),
            Self::Cancelled => None,
        }
    }
}

/// Tests a connection, reporting each stage but the one that fails: that is for the caller, after
/// the audit log has it.
pub async fn test(site: &Site, checked: CheckedConnection, reporter: Option<&Reporter>) -> Finding {
    let began = std::time::Instant::now();
    let finding = run(site, checked, reporter).await;
    let result = finding.note();
    metrics::counter!("nexttables_connection_tests_total", "result" => result).increment(1);
    tracing::info!(result, milliseconds = began.elapsed().as_millis(), "tested a connection");
    finding
}

async fn run(site: &Site, checked: CheckedConnection, reporter: Option<&Reporter>) -> Finding {
    let mut events = Box::pin(probe(checked, site.reach.clone()));
    let (mut micros, mut warnings) = (0, Vec::new());
    let health = |micros: u64, failure: Option<&Failure>, warnings: Vec<String>| Health {
        checked_at: site.clock.now(),
        latency_ms: micros / 1000,
        failure: failure.map(|failed| (failed.cause, failed.message.clone())),
        warnings,
    };
    loop {
        let event = tokio::select! {
            biased;
            () = left(reporter) => return Finding::Cancelled,
            event = events.next() => event,
        };
        let Some(event) = event else { return Finding::Works(health(micros, None, warnings)) };
        if let ProbeEvent::Ended(report) = &event {
            micros += report.micros;
            match &report.verdict {
                Verdict::Passed => {}
                Verdict::Warned(found) => {
                    warnings.extend(found.iter().map(|warning| warning.message.clone()));
                }
                Verdict::Failed(failure) => {
                    let (health, cause) = (health(micros, Some(failure), warnings), failure.cause);
                    return Finding::Fails { health, cause, last: Box::new(event) };
                }
            }
        }
        if let Some(reporter) = reporter {
            reporter.report(ConnectEvent::Probe(event));
        }
    }
}

/// Ends when the person has left; never where nobody listens in the first place.
async fn left(reporter: Option<&Reporter>) {
    match reporter {
        Some(reporter) => reporter.left().await,
        None => pending().await,
    }
}
