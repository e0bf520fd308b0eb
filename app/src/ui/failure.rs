//! An error as people see it: what is wrong, what to do, where the log tells more.

use super::code::CodeBlock;
use super::icon::{Glyph, Icon};
use super::sentence::sentence;
use crate::error::{AppError, At, ErrorCode};
use leptos::prelude::*;

/// A note with an error and those of its problems that no field shows.
#[component]
pub fn FailureNote(
    /// The error.
    error: AppError,
) -> impl IntoView {
    let AppError { code, message, problems, hint, request_id } = error;
    let rest: Vec<_> = problems
        .into_iter()
        .filter(|problem| problem.at == At::Form && problem.message != message)
        .map(|problem| view! { <li>{sentence(&problem.message)} " " {problem.hint.map(remedy)}</li> })
        .collect();
    view! {
        <div class="note failure" role="alert">
            <Icon glyph=Glyph::Failure />
            <div>
                <p>
                    <strong>{sentence(&message)}</strong>
                </p>
                {hint.map(remedy)}
                {(!rest.is_empty()).then(|| view! { <ul>{rest}</ul> })}
                {(code == ErrorCode::Unauthenticated)
                    .then(|| {
                        view! {
                            <p>
                                <a href="/sign-in" target="_blank">
                                    "Sign in in a new tab"
                                </a>
                                ", then come back: nothing you typed is lost."
                            </p>
                        }
                    })}
                {request_id
                    .map(|id| {
                        view! { <p class="hint">"Request " <code>{id}</code></p> }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// What to do, as a sentence; SQL to run comes with a button that copies it.
fn remedy(hint: String) -> AnyView {
    if ["GRANT ", "ALTER TABLE "].iter().any(|sql| hint.starts_with(sql)) {
        return view! {
            <CodeBlock label="SQL" copy="Copy the SQL" text=Signal::stored(hint) />
        }
        .into_any();
    }
    view! { <span class="remedy">{sentence(&hint)}</span> }.into_any()
}
