//! Set-up: the first administrator, through the one-time link from the server's console.

use crate::model::sign_in::SetUpFailure;
use crate::model::user::field;
use crate::pages::sign_in::{Mark, Refusal};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page; without a link it says where the link is.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let failure = SharedValue::new(use_context::<SetUpFailure>).into_inner();
    let token = use_query_map().with_untracked(|query| query.get("token"));
    let token = failure.as_ref().map(|failure| failure.token.clone()).or(token);
    view! {
        <Title text="Set up" />
        <main id="main" class="gate">
            {match token {
                Some(token) => view! { <SetUpForm token failure /> }.into_any(),
                None => view! { <NoLink /> }.into_any(),
            }}
        </main>
    }
    .into_any()
}

#[component]
fn NoLink() -> impl IntoView {
    view! {
        <div class="card">
            <Mark />
            <h1>"NextTables is not set up yet"</h1>
            <p>
                "The server printed a one-time link on its console when it started. Open that link to create the first administrator."
            </p>
            <p class="hint">
                "Lost it? Restart the server: it prints a new one. Or start it with NEXTTABLES_ADMIN_EMAIL and NEXTTABLES_ADMIN_PASSWORD."
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn SetUpForm(token: String, failure: Option<SetUpFailure>) -> impl IntoView {
    let problem = |name: &str| {
        let found = failure.as_ref().and_then(|failure| failure.error.at_field(name));
        found.map(|problem| (problem.message.clone(), problem.hint.clone()))
    };
    let (name, email, password) =
        (problem(field::NAME), problem(field::EMAIL), problem(field::PASSWORD));
    let typed = |read: fn(&SetUpFailure) -> &String| {
        failure.as_ref().map(|failure| read(failure).clone()).unwrap_or_default()
    };
    let (typed_name, typed_email) =
        (typed(|failure| &failure.name), typed(|failure| &failure.email));
    let refusal = failure.as_ref().map(|failure| {
        view! { <Refusal message=failure.error.message.clone() hint=failure.error.hint.clone() /> }
    });
    view! {
        <form method="post" action="/set-up" class="card">
            <Mark />
            <h1>"Create the first administrator"</h1>
            {refusal}
            <input type="hidden" name="token" value=token />
            <PlainField id="name" label="Name" kind="text" complete="name" value=typed_name problem=name />
            <PlainField
                id="email"
                label="Email"
                kind="email"
                complete="username"
                value=typed_email
                problem=email
            />
            <PlainField
                id="password"
                label="Password"
                kind="password"
                complete="new-password"
                value=String::new()
                problem=password
            />
            <p class="hint">"At least 12 characters."</p>
            <button type="submit" class="primary wide">
                "Create administrator"
            </button>
        </form>
    }
    .into_any()
}

/// A field that works without a script.
#[component]
fn PlainField(
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    value: String,
    problem: Option<(String, Option<String>)>,
) -> impl IntoView {
    let invalid = problem.is_some();
    let problem_id = format!("{id}-problem");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name=id
                type=kind
                autocomplete=complete
                required
                value=value
                aria-invalid=invalid.then_some("true")
                aria-describedby=invalid.then(|| problem_id.clone())
            />
            {problem
                .map(|(message, hint)| {
                    view! {
                        <p class="problem" id=format!("{id}-problem")>
                            {message}
                            {hint.map(|hint| view! { <span class="remedy">{hint}</span> })}
                        </p>
                    }
                })}
        </div>
    }
    .into_any()
}
