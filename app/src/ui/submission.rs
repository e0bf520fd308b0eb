//! A form's way to the server: whether it is under way, and why it did not succeed.

use super::failure::FailureNote;
use super::field::FieldProblem;
use crate::error::{AppError, At};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// One form's submission; what was typed stays whatever comes of it.
#[derive(Clone, Copy)]
pub struct Submission {
    /// Whether it is under way.
    pub busy: RwSignal<bool>,
    /// Why it did not succeed.
    pub failure: RwSignal<Option<AppError>>,
}

impl Submission {
    /// A submission that has not begun.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None) }
    }

    /// Forgets what went wrong.
    pub fn reset(self) {
        self.busy.set(false);
        self.failure.set(None);
    }

    /// The problem at a field.
    pub fn problem(self, name: &'static str) -> FieldProblem {
        Signal::derive(move || self.failure.get()?.at_field(name).cloned())
    }

    /// The problem at a field whose name can change, such as one of a list that is reordered.
    pub fn problem_where(self, name: impl Fn() -> String + Send + Sync + 'static) -> FieldProblem {
        Signal::derive(move || self.failure.get()?.at_field(&name()).cloned())
    }

    /// Sends it; a second one waits for nothing and is dropped while the first is under way.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.reset();
        self.busy.set(true);
        spawn_local(async move {
            let answer = work.await;
            // The form may have been closed meanwhile; then nobody wants to know.
            self.busy.try_set(false);
            match answer {
                Ok(value) => done(value),
                Err(error) => {
                    self.failure.try_set(Some(error));
                }
            }
        });
    }
}

impl Default for Submission {
    fn default() -> Self {
        Self::new()
    }
}

/// What went wrong with a form as a whole; problems at fields stand at their fields.
#[component]
pub fn SubmissionFailure(
    /// The form's submission.
    submission: Submission,
) -> impl IntoView {
    move || {
        let error = submission.failure.get()?;
        let at_fields = error.problems.iter().all(|problem| problem.at != At::Form);
        let told = !error.problems.is_empty() && at_fields;
        (!told).then(|| view! { <FailureNote error /> })
    }
}
