//! Administration → Users: who may sign in and do what.

mod form;
mod question;
mod rights;
mod row;

use crate::api;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::user::User;
use crate::pages::administration::Guarded;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::list_table::Heading::{self, Seen, Spoken};
use crate::ui::list_table::ListTable;
use crate::ui::page_head::PageHead;
use form::UserSheet;
use leptos::prelude::*;
use question::{ActiveQuestions, Turn};
use row::Row;

const COLUMNS: [Heading; 6] = [
    Seen("Name"),
    Seen("Email"),
    Seen("Authorisations"),
    Seen("State"),
    Seen("Last sign-in"),
    Spoken("Actions"),
];

/// What the sheet is open for.
#[derive(Clone, Debug, PartialEq)]
enum Purpose {
    /// A new user.
    Create,
    /// A user's name and rights.
    Edit(User),
    /// A user's new password.
    ResetPassword(User),
}

/// What the page is about to do, shared by its rows and dialogs.
#[derive(Clone, Copy)]
struct Desk {
    users: Resource<Result<Vec<User>, AppError>>,
    purpose: RwSignal<Option<Purpose>>,
    /// Who is about to be deactivated or reactivated.
    question: RwSignal<Option<(Turn, User)>>,
}

impl Desk {
    fn get() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self {
            users: Resource::new(|| (), |()| api::user::list()),
            purpose: RwSignal::new(None),
            question: RwSignal::new(None),
        }
    }
}

/// The page, for those with Manage users.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! {
        <Guarded right=SiteRight::ManageUsers what="Users">
            <Users />
        </Guarded>
    }
    .into_any()
}

#[component]
fn Users() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    view! {
        <PageHead title=Signal::stored("Users".to_owned())>
            <button
                type="button"
                class="primary"
                on:click=move |_| desk.purpose.set(Some(Purpose::Create))
            >
                <Icon glyph=Glyph::Add />
                "Create user"
            </button>
        </PageHead>
        <Transition fallback=|| {
            view! { <p class="loading">"Loading users…"</p> }
        }>{move || desk.users.get().map(show)}</Transition>
        <UserSheet />
        <ActiveQuestions />
    }
    .into_any()
}

fn show(users: Result<Vec<User>, AppError>) -> AnyView {
    match users {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(users) => view! { <Table users /> }.into_any(),
    }
}

#[component]
fn Table(users: Vec<User>) -> impl IntoView {
    view! {
        <ListTable label="Users" columns=&COLUMNS>
            {users.into_iter().map(|user| view! { <Row user /> }).collect_view()}
        </ListTable>
    }
    .into_any()
}
