//! Account: where the person is signed in, and their password.

mod browser;

use crate::api;
use crate::error::AppError;
use crate::model::account::SessionView;
use crate::model::secret::Secret;
use crate::model::user::field;
use crate::ui::failure::FailureNote;
use crate::ui::page_head::PageHead;
use crate::ui::password::PasswordField;
use crate::ui::submission::{Submission, SubmissionFailure};
use crate::ui::time::Time;
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

type Sessions = Resource<Result<Vec<SessionView>, AppError>>;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let sessions: Sessions = Resource::new(|| (), |()| api::account::list_sessions());
    view! {
        <PageHead title=Signal::stored("Account".to_owned()) />
        <section class="block" aria-labelledby="password-heading">
            <h2 id="password-heading">"Change password"</h2>
            <PasswordForm sessions />
        </section>
        <section class="block" aria-labelledby="sessions-heading">
            <h2 id="sessions-heading">"Where you are signed in"</h2>
            <Transition fallback=|| view! { <p class="loading">"Loading sessions…"</p> }>
                {move || sessions.get().map(|list| show(list, sessions))}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn PasswordForm(sessions: Sessions) -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submission = Submission::new();
    let toasts = Toasts::get();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (old, fresh) = (Secret::new(current.get_untracked()), Secret::new(new.get_untracked()));
        submission.run(api::account::change_password(old, fresh), move |()| {
            current.set(String::new());
            new.set(String::new());
            sessions.refetch();
            toasts.notify("Your password is changed; other sessions are ended");
        });
    };
    view! {
        <form class="stack" method="post" novalidate on:submit=submit>
            <PasswordField
                id="current-password"
                label="Present password"
                autocomplete="current-password"
                value=current
                problem=submission.problem(field::CURRENT_PASSWORD)
            />
            <PasswordField
                id="new-password"
                label="New password"
                autocomplete="new-password"
                hint="At least 12 characters."
                value=new
                problem=submission.problem(field::PASSWORD)
            />
            <SubmissionFailure submission />
            <button type="submit" class="primary" disabled=move || submission.busy.get()>
                "Change password"
            </button>
        </form>
    }
    .into_any()
}

fn show(list: Result<Vec<SessionView>, AppError>, sessions: Sessions) -> AnyView {
    match list {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(list) => {
            let items = list.into_iter().map(|session| view! { <Item session sessions /> });
            view! { <ul class="sessions">{items.collect_view()}</ul> }.into_any()
        }
    }
}

#[component]
fn Item(session: SessionView, sessions: Sessions) -> impl IntoView {
    let toasts = Toasts::get();
    let id = session.id;
    let revoke = move |_| {
        spawn_local(async move {
            match api::account::revoke_session(id).await {
                Ok(()) => toasts.notify("The session is ended"),
                Err(error) => toasts.notify(error.message),
            }
            sessions.refetch();
        });
    };
    let agent = session.user_agent.unwrap_or_default();
    let name = browser::name(&agent);
    let label = format!("Sign out there: {name}");
    view! {
        <li>
            <div>
                <p title=agent>
                    {name}
                    {session.current.then(|| view! { " " <span class="badge calm">"This browser"</span> })}
                </p>
                <p class="hint">
                    "Signed in " <Time at=session.created_at /> ", last used "
                    <Time at=session.last_seen_at />
                    {session.address.map(|address| format!(", from {address}"))}
                </p>
            </div>
            {(!session.current)
                .then(|| {
                    view! {
                        <button type="button" aria-label=label on:click=revoke>
                            "Sign out there"
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}
