//! The stages of the test as they run, and what to do about the one that failed.

use super::attempt::Attempt;
use super::certificate::CertificateCard;
use crate::model::certificate::Fingerprint;
use crate::model::connection::field;
use crate::model::probe::{Failure, Stage, StageReport, Verdict, Warning};
use crate::ui::copy::CopyButton;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reveal::{Edge, focus_invalid, reveal};
use leptos::prelude::*;

/// All stages: those that ended with their verdicts, the running one, those to come.
#[component]
pub fn Stages(attempt: Attempt) -> impl IntoView {
    let begun = move || attempt.running.get() || !attempt.reports.with(Vec::is_empty);
    view! {
        <Show when=begun>
            <div node_ref=reveal(Edge::Bottom) class="stages" role="region" aria-label="Connection test">
                <h3>"Connection test"</h3>
                <ol>{move || Stage::ALL.map(|stage| line(stage, attempt)).collect_view()}</ol>
                <p class="visually-hidden" role="status">
                    {move || attempt.stage.get().map(Stage::label)}
                </p>
            </div>
        </Show>
    }
    .into_any()
}

fn line(stage: Stage, attempt: Attempt) -> impl IntoView {
    let report = attempt
        .reports
        .with(|reports| reports.iter().find(|report| report.stage == stage).cloned());
    let running = attempt.stage.get() == Some(stage);
    let verdict = match report.as_ref().map(|report| &report.verdict) {
        Some(Verdict::Passed) => "passed",
        Some(Verdict::Warned(_)) => "warned",
        Some(Verdict::Failed(_)) => "failed",
        None if running => "running",
        None => "waiting",
    };
    view! {
        <li class=format!("stage {verdict}") aria-current=running.then_some("step")>
            {mark(verdict)} <span>{stage.label()}</span> <span class="hint">{duration(report.as_ref())}</span>
            {warnings(report)}
        </li>
    }
}

/// A sign for the eye and a word for the ear.
fn mark(state: &'static str) -> impl IntoView {
    let glyph = match state {
        "passed" => Some(Glyph::Tick),
        "warned" => Some(Glyph::Warning),
        "failed" => Some(Glyph::Failure),
        _ => None,
    };
    view! {
        <span class="mark">{glyph.map(|glyph| view! { <Icon glyph /> })}</span>
        <span class="visually-hidden">{state}": "</span>
    }
}

fn duration(report: Option<&StageReport>) -> Option<String> {
    let micros = report?.micros;
    Some(if micros < 1000 { "< 1 ms".to_owned() } else { format!("{} ms", micros / 1000) })
}

fn warnings(report: Option<StageReport>) -> Option<impl IntoView> {
    let Verdict::Warned(warnings) = report?.verdict else { return None };
    let items = warnings.into_iter().map(|Warning { message, remedy, sql, .. }| {
        view! { <li>{message} " " <span class="remedy">{remedy}</span> {sql.map(sql_block)}</li> }
    });
    Some(view! { <ul class="warnings">{items.collect_view()}</ul> })
}

fn sql_block(sql: String) -> impl IntoView {
    view! {
        <div class="code-block">
            <CopyButton label="Copy the SQL" text=Signal::stored(sql.clone()) />
            <pre tabindex="0" aria-label="SQL">
                <code>{sql}</code>
            </pre>
        </div>
    }
}

/// The fields of a form that tests a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fields {
    /// All of a connection.
    All,
    /// The password alone.
    Password,
    /// None.
    None,
}

impl Fields {
    fn hold(self, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::Password => field == field::PASSWORD,
            Self::None => false,
        }
    }
}

/// Why the test failed and what to do, with the certificate where it is the matter.
#[component]
pub fn FailureCard(
    attempt: Attempt,
    on_trust: Callback<Fingerprint>,
    /// Which fields are above it; the one that is to be corrected is marked there.
    fields: Fields,
) -> impl IntoView {
    view! {
        {move || {
            attempt
                .failure()
                .map(|failure| view! { <FailureDetail failure on_trust fields /> })
        }}
    }
    .into_any()
}

#[component]
fn FailureDetail(
    failure: Failure,
    on_trust: Callback<Fingerprint>,
    fields: Fields,
) -> impl IntoView {
    let Failure { cause, field, message, remedy, sql, certificate, detail } = failure;
    let marked = fields.hold(&field);
    view! {
        <div node_ref=reveal(Edge::Top) class="note failure">
            <Icon glyph=Glyph::Failure />
            <div>
                <div role="alert">
                    <p>
                        <strong>{message}</strong>
                    </p>
                    <p>{remedy}</p>
                </div>
                {sql.map(sql_block)}
                {certificate.map(|certificate| view! { <CertificateCard certificate on_trust /> })}
                {detail
                    .map(|detail| {
                        view! {
                            <p class="hint">
                                "The server said: " <q dir="auto">{detail}</q>
                            </p>
                        }
                    })} <p class="hint">"Cause: " <code>{cause.code()}</code></p>
                {marked
                    .then(|| {
                        view! {
                            <button type="button" on:click=|_| focus_invalid("connection-panel")>
                                "Go to the marked field"
                            </button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}
