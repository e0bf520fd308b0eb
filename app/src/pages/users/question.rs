//! The questions before a user is deactivated or reactivated.

use super::Desk;
use crate::api;
use crate::ui::confirm::Confirm;
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Which way a user is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// May sign in no more.
    Off,
    /// May sign in again.
    On,
}

impl Turn {
    /// The word in the menu, in the question and on its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Off => "Deactivate",
            Self::On => "Reactivate",
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Off => "deactivate-user",
            Self::On => "reactivate-user",
        }
    }

    fn consequence(self) -> &'static str {
        match self {
            Self::Off => {
                "The person is signed out at once and cannot sign in any more. What they did stays in the audit log."
            }
            Self::On => "The person can sign in again, with the password and the rights of before.",
        }
    }

    fn done(self, name: &str) -> String {
        let name = named(name);
        match self {
            Self::Off => format!("{name} is deactivated"),
            Self::On => format!("{name} may sign in again"),
        }
    }
}

/// Both questions; at most one is open.
#[component]
pub fn ActiveQuestions() -> impl IntoView {
    view! {
        <Question turn=Turn::Off />
        <Question turn=Turn::On />
    }
    .into_any()
}

/// Asks, turns, and says that it is done.
#[component]
fn Question(turn: Turn) -> impl IntoView {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let submission = Submission::new();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        submission.reset();
        open.set(desk.question.with(|asked| asked.as_ref().is_some_and(|(to, _)| *to == turn)));
    });
    let name = move || desk.question.get().map_or_else(String::new, |(_, user)| user.name);
    let confirm = Callback::new(move |()| {
        let Some((_, user)) = desk.question.get_untracked() else { return };
        let work = async move {
            match turn {
                Turn::Off => api::user::deactivate(user.id).await,
                Turn::On => api::user::reactivate(user.id).await,
            }
        };
        submission.run(work, move |user| {
            open.set(false);
            desk.users.refetch();
            toasts.notify(turn.done(&user.name));
        });
    });
    view! {
        <Confirm
            id=turn.id()
            title=Signal::derive(move || format!("{} {}?", turn.label(), name()))
            action=turn.label()
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm=confirm
        >
            <p>{turn.consequence()}</p>
        </Confirm>
    }
    .into_any()
}
