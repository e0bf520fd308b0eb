//! Running one stage: reporting it, timing it and ending it when its time is up.

use super::words::Words;
use super::{Findings, Outcome};
use app::model::probe::{ProbeEvent, Stage, StageReport, Verdict};
use futures::channel::mpsc::UnboundedSender;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// One probe on its way.
pub(super) struct Run {
    events: UnboundedSender<ProbeEvent>,
    /// When the whole probe's time is up.
    end: Instant,
}

impl Run {
    pub(super) fn new(events: UnboundedSender<ProbeEvent>, end: Instant) -> Self {
        Self { events, end }
    }

    /// Runs a stage that passes or fails; none when it failed.
    pub(super) async fn stage<T>(
        &self,
        stage: Stage,
        limit: Duration,
        words: &Words<'_>,
        work: impl Future<Output = Outcome<T>>,
    ) -> Option<T> {
        let began = self.begin(stage);
        match self.bounded(stage, limit, words, work).await {
            Ok(value) => {
                self.end(stage, began, Verdict::Passed);
                Some(value)
            }
            Err(failure) => {
                self.end(stage, began, Verdict::Failed(failure));
                None
            }
        }
    }

    /// Runs a stage that may also warn; none when it failed.
    pub(super) async fn warned(
        &self,
        stage: Stage,
        limit: Duration,
        words: &Words<'_>,
        work: impl Future<Output = Findings>,
    ) -> Option<()> {
        let began = self.begin(stage);
        let (verdict, passed) = match self.bounded(stage, limit, words, work).await {
            Ok(warnings) if warnings.is_empty() => (Verdict::Passed, Some(())),
            Ok(warnings) => (Verdict::Warned(warnings), Some(())),
            Err(failure) => (Verdict::Failed(failure), None),
        };
        self.end(stage, began, verdict);
        passed
    }

    async fn bounded<T>(
        &self,
        stage: Stage,
        limit: Duration,
        words: &Words<'_>,
        work: impl Future<Output = Outcome<T>>,
    ) -> Outcome<T> {
        let until = self.end.min(Instant::now() + limit);
        let late = |_| Err(Box::new(words.timed_out(stage)));
        timeout_at(until, work).await.unwrap_or_else(late)
    }

    fn begin(&self, stage: Stage) -> Instant {
        self.report(ProbeEvent::Began(stage));
        Instant::now()
    }

    fn end(&self, stage: Stage, began: Instant, verdict: Verdict) {
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.report(ProbeEvent::Ended(StageReport { stage, micros, verdict }));
    }

    fn report(&self, event: ProbeEvent) {
        // Nobody listens any more only when the stream is being dropped, and this with it.
        let _ = self.events.unbounded_send(event);
    }
}
