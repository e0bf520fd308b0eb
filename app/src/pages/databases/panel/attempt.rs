//! One attempt to connect, edit or test: what the server reports, as signals.

use crate::api::stream::decode;
use crate::error::{AppError, At, ErrorCode, Problem};
use crate::model::connection::{ConnectEvent, Connection};
use crate::model::probe::{Failure, ProbeEvent, Stage, StageReport, Verdict};
use futures::StreamExt;
use futures::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use server_fn::codec::ByteStream;
use std::future::Future;

/// What is known of the attempt so far.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// Whether it runs.
    pub running: RwSignal<bool>,
    /// The stage that is running.
    pub stage: RwSignal<Option<Stage>>,
    /// The stages that have ended.
    pub reports: RwSignal<Vec<StageReport>>,
    /// Why the server refused before, after or instead of the test.
    pub error: RwSignal<Option<AppError>>,
    abort: StoredValue<Option<AbortHandle>>,
}

impl Attempt {
    /// An attempt that has not begun; it is cancelled with the page.
    pub fn new() -> Self {
        let attempt = Self {
            running: RwSignal::new(false),
            stage: RwSignal::new(None),
            reports: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            abort: StoredValue::new(None),
        };
        on_cleanup(move || attempt.stop());
        attempt
    }

    /// Forgets everything.
    pub fn reset(self) {
        self.running.set(false);
        self.stage.set(None);
        self.reports.set(Vec::new());
        self.error.set(None);
    }

    fn stop(self) {
        if let Some(abort) = self.abort.try_update_value(Option::take).flatten() {
            abort.abort();
        }
    }

    /// Ends the attempt; the server notices and ends the test.
    pub fn cancel(self) {
        self.stop();
        self.running.set(false);
        self.stage.set(None);
    }

    /// Shows problems that need no server to be found.
    pub fn refuse(self, problems: Vec<Problem>) {
        self.reset();
        self.error.set(Some(AppError::invalid(problems)));
    }

    /// Runs a call and follows its events; `on_success` gets the connection as it is stored now.
    pub fn run<F>(self, call: F, on_success: Callback<Connection>)
    where
        F: Future<Output = Result<ByteStream<AppError>, AppError>> + 'static,
    {
        self.cancel();
        self.reset();
        self.running.set(true);
        let (abort, registration) = AbortHandle::new_pair();
        self.abort.set_value(Some(abort));
        let follow = async move {
            let outcome = self.follow(call).await;
            self.running.set(false);
            self.stage.set(None);
            match outcome {
                Ok(Some(connection)) => on_success.run(connection),
                Ok(None) => {}
                Err(error) => self.error.set(Some(error)),
            }
        };
        spawn_local(async move {
            // An aborted attempt has nothing more to say.
            let _ = Abortable::new(follow, registration).await;
        });
    }

    async fn follow<F>(self, call: F) -> Result<Option<Connection>, AppError>
    where
        F: Future<Output = Result<ByteStream<AppError>, AppError>>,
    {
        let mut events = Box::pin(decode(call.await?));
        let mut stored = None;
        // To the very end: an answer that is dropped before it looks like a cancelled one.
        while let Some(event) = events.next().await {
            match event? {
                ConnectEvent::Probe(ProbeEvent::Began(stage)) => self.stage.set(Some(stage)),
                ConnectEvent::Probe(ProbeEvent::Ended(report)) => self.end_stage(report),
                ConnectEvent::Succeeded(connection) => stored = Some(*connection),
                ConnectEvent::Refused(error) => return Err(error),
            }
        }
        if stored.is_some() || self.failure().is_some() {
            return Ok(stored);
        }
        Err(AppError::new(ErrorCode::Offline, "The test broke off before its end")
            .with_hint("Check your network and look into the list, where it may be; else try again. Nothing you typed is lost"))
    }

    fn end_stage(self, report: StageReport) {
        self.stage.set(None);
        self.reports.update(|reports| reports.push(report));
    }

    /// The stage that failed.
    pub fn failure(self) -> Option<Failure> {
        self.reports.with(|reports| match &reports.last()?.verdict {
            Verdict::Failed(failure) => Some(failure.as_ref().clone()),
            _ => None,
        })
    }

    /// What is wrong with a field: a problem of the form, or the failed stage's field.
    pub fn problem(self, field: &'static str) -> Signal<Option<Problem>> {
        Signal::derive(move || {
            let from_error = self.error.with(|error| error.as_ref()?.at_field(field).cloned());
            from_error.or_else(|| self.failure_at(field))
        })
    }

    fn failure_at(self, field: &str) -> Option<Problem> {
        let failure = self.failure().filter(|failure| failure.field == field)?;
        Some(Problem {
            at: At::Field(failure.field),
            code: failure.cause.code().to_owned(),
            message: failure.message,
            hint: None,
        })
    }
}
