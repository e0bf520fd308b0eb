//! The sheet that creates a user, changes one, or resets a password.

use super::rights::{RightsField, RightsState};
use super::{Desk, Purpose};
use crate::api;
use crate::error::AppError;
use crate::model::access::SiteAccess;
use crate::model::secret::Secret;
use crate::model::user::{User, UserDraft, UserEdit, field};
use crate::ui::field::{FieldKind, FieldProblem, TextField};
use crate::ui::form_foot::FormFoot;
use crate::ui::password::PasswordField;
use crate::ui::sentence::named;
use crate::ui::sheet::Sheet;
use crate::ui::submission::{Submission, SubmissionFailure};
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The sheet.
#[component]
pub fn UserSheet() -> impl IntoView {
    let desk = Desk::get();
    let close = Callback::new(move |()| desk.purpose.set(None));
    let title = Signal::derive(move || match desk.purpose.get() {
        None => String::new(),
        Some(Purpose::Create) => "Create user".to_owned(),
        Some(Purpose::Edit(user)) => format!("Edit {}", user.name),
        Some(Purpose::ResetPassword(user)) => format!("Reset password of {}", user.name),
    });
    view! {
        <Sheet
            id="user-sheet"
            title
            open=Signal::derive(move || desk.purpose.with(Option::is_some))
            on_close=close
        >
            {move || desk.purpose.get().map(|purpose| view! { <Fields purpose close /> })}
        </Sheet>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct FormState {
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    rights: RightsState,
    submission: Submission,
}

impl FormState {
    fn new(purpose: &Purpose) -> Self {
        let (name, access) = match purpose {
            Purpose::Edit(user) => (user.name.clone(), user.access.clone()),
            _ => (String::new(), SiteAccess::none()),
        };
        Self {
            name: RwSignal::new(name),
            email: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            rights: RightsState::new(&access),
            submission: Submission::new(),
        }
    }

    fn problem(self, name: &'static str) -> FieldProblem {
        self.submission.problem(name)
    }
}

#[component]
fn Fields(purpose: Purpose, close: Callback<()>) -> impl IntoView {
    let state = FormState::new(&purpose);
    let (action, fields) = match &purpose {
        Purpose::Create => ("Create user", view! { <NewUser state /> }.into_any()),
        Purpose::Edit(_) => ("Save", view! { <NameAndRights state /> }.into_any()),
        Purpose::ResetPassword(_) => ("Reset password", view! { <NewPassword state /> }.into_any()),
    };
    let submit = submit(purpose, state, close);
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">
                {fields}
                <SubmissionFailure submission=state.submission />
            </div>
            <FormFoot action closed=state.submission.busy on_cancel=close />
        </form>
    }
    .into_any()
}

#[component]
fn NewUser(state: FormState) -> impl IntoView {
    view! {
        <fieldset>
            <TextField id="user-name" label="Name" value=state.name problem=state.problem(field::NAME) />
            <TextField
                id="user-email"
                label="Email"
                kind=FieldKind::Email
                value=state.email
                problem=state.problem(field::EMAIL)
            />
            <PasswordField
                id="user-password"
                label="Password"
                autocomplete="new-password"
                hint="At least 12 characters. Give it to the person; they can change it under Account."
                value=state.password
                problem=state.problem(field::PASSWORD)
            />
        </fieldset>
        <RightsField state=state.rights />
    }
    .into_any()
}

#[component]
fn NameAndRights(state: FormState) -> impl IntoView {
    view! {
        <TextField id="user-name" label="Name" value=state.name problem=state.problem(field::NAME) />
        <RightsField state=state.rights />
    }
    .into_any()
}

#[component]
fn NewPassword(state: FormState) -> impl IntoView {
    view! {
        <p>"The person is signed out everywhere and signs in with the new password."</p>
        <PasswordField
            id="user-password"
            label="New password"
            autocomplete="new-password"
            hint="At least 12 characters."
            value=state.password
            problem=state.problem(field::PASSWORD)
        />
    }
    .into_any()
}

fn submit(purpose: Purpose, state: FormState, close: Callback<()>) -> impl Fn(SubmitEvent) {
    let desk = Desk::get();
    let toasts = Toasts::get();
    move |event| {
        event.prevent_default();
        state.submission.run(call(purpose.clone(), state), move |said| {
            close.run(());
            desk.users.refetch();
            toasts.notify(said);
        });
    }
}

async fn call(purpose: Purpose, state: FormState) -> Result<String, AppError> {
    let name = state.name.get_untracked();
    let password = Secret::new(state.password.get_untracked());
    let access = state.rights.access();
    match purpose {
        Purpose::Create => {
            let email = state.email.get_untracked();
            let draft = UserDraft { email, name, password, access };
            let User { name, .. } = api::user::create(draft).await?;
            Ok(format!("{} is created", named(&name)))
        }
        Purpose::Edit(user) => {
            let User { name, .. } = api::user::edit(user.id, UserEdit { name, access }).await?;
            Ok(format!("{} is saved", named(&name)))
        }
        Purpose::ResetPassword(user) => {
            api::user::reset_password(user.id, password).await?;
            Ok(format!("The password of {} is reset", named(&user.name)))
        }
    }
}
