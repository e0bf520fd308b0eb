//! Sign-in: a plain form that works without a script.

use crate::model::sign_in::SignInFailure;
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page; after a failure it shows again what was typed, but for the password.
#[component]
pub fn SignInPage() -> impl IntoView {
    let failure = SharedValue::new(use_context::<SignInFailure>).into_inner();
    let next = use_query_map().with_untracked(|query| query.get("next"));
    let next = failure.as_ref().map(|failure| failure.next.clone()).or(next).unwrap_or_default();
    let email = failure.as_ref().map(|failure| failure.email.clone()).unwrap_or_default();
    view! {
        <Title text="Sign in" />
        <main id="main" class="gate">
            <form method="post" action="/sign-in" class="card">
                <Mark />
                <h1>"Sign in"</h1>
                {failure.map(|failure| view! { <Refusal message=failure.message hint=failure.hint /> })}
                <input type="hidden" name="next" value=next />
                <div class="field">
                    <label for="email">"Email"</label>
                    <input
                        id="email"
                        name="email"
                        type="email"
                        autocomplete="username"
                        autofocus
                        required
                        value=email
                    />
                </div>
                <div class="field">
                    <label for="password">"Password"</label>
                    <input
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        required
                    />
                </div>
                <button type="submit" class="primary wide">
                    "Sign in"
                </button>
            </form>
        </main>
    }
    .into_any()
}

/// The product's mark above a card.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <p class="gate-brand">
            <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
                <rect x="2" y="3" width="20" height="18" rx="4" />
                <path d="M2 9.5h20M9 9.5V21" />
            </svg>
            "NextTables"
        </p>
    }
    .into_any()
}

/// Why nobody was let in.
#[component]
pub fn Refusal(
    /// What went wrong.
    message: String,
    /// What to do about it.
    hint: Option<String>,
) -> impl IntoView {
    view! {
        <div class="note failure" role="alert">
            <Icon glyph=Glyph::Failure />
            <div>
                <p>
                    <strong>{message}</strong>
                </p>
                {hint.map(|hint| view! { <p>{hint}</p> })}
            </div>
        </div>
    }
    .into_any()
}
