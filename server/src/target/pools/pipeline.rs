//! Statements that go out together and are answered together: one round trip.
//!
//! Statements are unnamed and typed: every parameter is text and every result is, or is of a type
//! that the driver knows by itself, so that nothing is looked up and nothing stays behind.

mod arrived;

use super::lease::{Lease, State};
use super::settings::{Access, Mode, Zone, begin};
use crate::target::diagnostics::{Said, TargetError, said};
use crate::target::sql::{Fragment, Statement, script};
use arrived::Arrived;
use futures::TryStreamExt;
use futures::future::{MaybeDone, maybe_done};
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error, Row};

/// How many statements are on their way at once.
const AT_ONCE: usize = 64;
/// How much longer than the server we wait for a statement.
const GRACE: Duration = Duration::from_secs(5);

/// What one query answered.
#[derive(Debug, Default)]
pub(in crate::target) struct Answer {
    rows: Vec<Row>,
    /// How many rows it wrote or read.
    pub(in crate::target) hits: u64,
}

impl Deref for Answer {
    type Target = [Row];

    fn deref(&self) -> &[Row] {
        &self.rows
    }
}

/// A statement that failed.
#[derive(Debug)]
pub(in crate::target) struct Failed {
    /// Which query, from 0; none where it was the beginning or the end.
    pub(in crate::target) query: Option<usize>,
    /// What the server said, or what went wrong where it said nothing.
    pub(in crate::target) said: Result<Said, TargetError>,
}

impl From<Failed> for TargetError {
    fn from(failed: Failed) -> Self {
        failed.said.map_or_else(|error| error, Self::from)
    }
}

/// Statements that will go out together.
pub(in crate::target) struct Pipeline<'l> {
    lease: &'l mut Lease,
    steps: Vec<Step>,
    zone: Option<Zone>,
    limit: Duration,
    ends: bool,
}

enum Step {
    Batch(String),
    Query(Statement),
}

impl<'l> Pipeline<'l> {
    pub(super) fn begin(lease: &'l mut Lease, mode: Mode, zone: &Zone) -> Self {
        let access = if lease.read_only() { Access::ReadOnly } else { Access::ReadWrite };
        let left = matches!(lease.state, State::Open | State::Read);
        let left = left.then(|| Step::Batch("rollback".to_owned()));
        let begin = Step::Batch(begin(mode, zone, access));
        let steps = left.into_iter().chain([begin]).collect();
        lease.reads = mode.reads();
        Self { lease, steps, zone: Some(zone.clone()), limit: mode.limit() + GRACE, ends: false }
    }

    pub(super) fn go_on(lease: &'l mut Lease) -> Self {
        let limit = Mode::Alter.limit() + GRACE;
        Self { lease, steps: Vec::new(), zone: None, limit, ends: false }
    }

    /// Adds a query.
    #[must_use]
    pub(in crate::target) fn query(mut self, fragment: &Fragment) -> Self {
        self.steps.push(Step::Query(fragment.into()));
        self
    }

    /// Adds queries.
    #[must_use]
    pub(in crate::target) fn queries<'f>(
        self,
        fragments: impl IntoIterator<Item = &'f Fragment>,
    ) -> Self {
        fragments.into_iter().fold(self, Self::query)
    }

    /// Adds statements that answer nothing, as one step.
    #[must_use]
    pub(in crate::target) fn batch(mut self, statements: &[Fragment]) -> Self {
        self.steps.push(Step::Batch(script(statements)));
        self
    }

    /// Ends the transaction and keeps what it did.
    #[must_use]
    pub(in crate::target) fn commit(mut self) -> Self {
        self.steps.push(Step::Batch("commit".to_owned()));
        self.ends = true;
        self
    }

    /// Ends the transaction as if it had never been.
    #[must_use]
    pub(in crate::target) fn roll_back(mut self) -> Self {
        self.steps.push(Step::Batch("rollback".to_owned()));
        self.ends = true;
        self
    }

    /// Sends everything and waits for the answers of the queries.
    ///
    /// # Errors
    /// With the first statement that failed; the transaction is then over where this ends it.
    pub(in crate::target) async fn send(self) -> Result<Vec<Answer>, Failed> {
        let Self { lease, steps, zone, limit, ends } = self;
        if lease.is_busy() {
            // What went wrong in it may still be under way, or its transaction open.
            let given_up = TargetError::Lost("given up".to_owned());
            return Err(Failed { query: None, said: Err(given_up) });
        }
        lease.state = State::Busy;
        let outcome = send(lease, &steps, limit).await;
        let outcome = outcome.map_err(|failed| Failed {
            said: if lease.is_overlong() { Err(TargetError::TooMuch) } else { failed.said },
            ..failed
        });
        let sound = lease.client().is_ok_and(|client| !client.is_closed()) && !lease.is_overlong();
        let held = if lease.reads { State::Read } else { State::Open };
        lease.state = match &outcome {
            // What was not read any more is passed over.
            Err(Failed { said: Err(TargetError::TooMuch), .. }) if sound => held,
            Err(Failed { said: Err(_), .. }) => State::Busy,
            Err(Failed { said: Ok(said), .. }) if said.fatal => State::Busy,
            _ if !sound => State::Busy,
            _ if ends => State::Idle,
            _ => held,
        };
        outcome.map_err(|failed| named(failed, zone))
    }
}

/// A beginning that fails for an invalid setting fails for the zone, the only one not ours; one that
/// is not supported asks a server to be written to that recovers.
fn named(failed: Failed, zone: Option<Zone>) -> Failed {
    let (Failed { query: None, said: Ok(said) }, Some(zone)) = (&failed, zone) else {
        return failed;
    };
    match said.code.as_str() {
        "22023" => Failed { said: Err(TargetError::UnknownZone(zone.name().to_owned())), ..failed },
        "0A000" => Failed { said: Err(TargetError::Follows), ..failed },
        _ => failed,
    }
}

async fn send(lease: &Lease, steps: &[Step], limit: Duration) -> Result<Vec<Answer>, Failed> {
    let client = lease.client().map_err(|error| Failed { query: None, said: Err(error) })?;
    let arrived = Arrived::default();
    let mut answers = Vec::with_capacity(steps.len());
    let mut queries = 0;
    let mut failed = None;
    for chunk in steps.chunks(AT_ONCE) {
        let under_way = in_order(chunk.iter().map(|step| run(client, step, &arrived)));
        let done = arrived.unless_silent(limit, under_way).await;
        let done = done.ok_or_else(|| silent(lease))?;
        for (step, outcome) in chunk.iter().zip(done) {
            let query = matches!(step, Step::Query(_)).then_some(queries);
            queries += usize::from(query.is_some());
            match outcome {
                Ok(answer) if query.is_some() => answers.push(answer),
                Ok(_) => {}
                // Those after it fail only because of it.
                Err(error) => failed = failed.or(Some(failure(query, error))),
            }
        }
        if failed.is_some() {
            break;
        }
    }
    let Some(failed) = failed else { return Ok(answers) };
    let ended = arrived.unless_silent(limit, end(client, steps)).await;
    Err(ended.map_or_else(|| silent(lease), |()| failed))
}

/// The server would have ended the statement by now: it is the host that is silent, and no session
/// of before need be tried.
fn silent(lease: &Lease) -> Failed {
    lease.target().close_idle();
    Failed { query: None, said: Err(TargetError::Lost("no answer in time".to_owned())) }
}

/// Where the end was among those that were not sent any more, the transaction is still open.
async fn end(client: &Client, steps: &[Step]) {
    let ends = matches!(steps.last(), Some(Step::Batch(_)));
    if ends && steps.len() > AT_ONCE {
        // What it says does not matter: the first error is the one to tell.
        let _ = client.batch_execute("rollback").await;
    }
}

fn failure(query: Option<usize>, stopped: Stopped) -> Failed {
    let said = match stopped {
        Stopped::Failed(error) => said(&error).ok_or_else(|| error.into()),
        Stopped::TooMuch => Err(TargetError::TooMuch),
    };
    Failed { query, said }
}

/// Why a statement has no answer.
enum Stopped {
    /// It failed.
    Failed(Error),
    /// Its answer, with those before it, is more than may be read at once.
    TooMuch,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

async fn run(client: &Client, step: &Step, arrived: &Arrived) -> Result<Answer, Stopped> {
    let answer = match step {
        Step::Batch(text) => {
            client.batch_execute(text).await?;
            Answer::default()
        }
        Step::Query(statement) => {
            let values = statement.values.iter();
            let values = values.map(|value| (value, Type::TEXT));
            let mut stream = pin!(client.query_typed_raw(&statement.text, values).await?);
            let mut rows = Vec::new();
            while let Some(row) = stream.as_mut().try_next().await? {
                arrived.row(&row)?;
                rows.push(row);
            }
            Answer { rows, hits: stream.rows_affected().unwrap_or_default() }
        }
    };
    arrived.something();
    Ok(answer)
}

/// Runs futures beside each other, each started only after the one before it: the driver sends a
/// statement when its future is first polled.
async fn in_order<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<Pin<Box<MaybeDone<F>>>> =
        futures.map(|future| Box::pin(maybe_done(future))).collect();
    poll_fn(|context| {
        let mut pending = 0;
        for future in &mut all {
            pending += usize::from(future.as_mut().poll(context).is_pending());
        }
        if pending == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    all.iter_mut().filter_map(|future| future.as_mut().take_output()).collect()
}
