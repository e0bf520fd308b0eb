//! Administration: its own sidebar, showing only what the person may open.

use crate::error::{AppError, ErrorCode};
use crate::model::access::{SiteAccess, SiteRight};
use crate::pages::workspace::{Banner, CurrentUser};
use crate::ui::empty::Empty;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use leptos_router::components::{A, Outlet};

/// The parts of Administration, in order.
const PARTS: [(SiteRight, &str, &str, Glyph); 3] = [
    (SiteRight::ManageDatabases, "/administration/databases", "Databases", Glyph::Database),
    (SiteRight::ManageUsers, "/administration/users", "Users", Glyph::Users),
    (SiteRight::ViewAuditLog, "/administration/audit-log", "Audit log", Glyph::Log),
];

/// Banner, sidebar, page.
#[component]
pub fn Administration() -> impl IntoView {
    view! {
        <Banner />
        <div class="frame">
            <nav class="sidebar" aria-label="Administration">
                <h2>"Administration"</h2>
                <ul>{allowed_parts()}</ul>
                <A href="/" attr:class="back">
                    "Back to folders"
                </A>
            </nav>
            <main id="main" tabindex="-1">
                <Outlet />
            </main>
        </div>
    }
    .into_any()
}

fn allowed_parts() -> impl IntoView {
    let parts = PARTS.into_iter().filter(|(right, ..)| CurrentUser::may(*right));
    parts
        .map(|(_, href, label, glyph)| {
            view! {
                <li>
                    <A href=href>
                        <Icon glyph />
                        {label}
                    </A>
                </li>
            }
        })
        .collect_view()
}

/// What Administration shows before a part is chosen.
#[component]
pub fn AdministrationHome() -> impl IntoView {
    CurrentUser::me().map(|me| start(&me.access)).into_any()
}

fn start(access: &SiteAccess) -> AnyView {
    if !PARTS.iter().any(|(right, ..)| access.may(*right)) {
        return view! { <Forbidden what="Administration" right="" /> }.into_any();
    }
    view! {
        <PageHead title=Signal::stored("Administration".to_owned()) />
        <p>"Choose a part on the left."</p>
    }
    .into_any()
}

/// Shows a page to those who hold a right, and says to others which one it takes.
#[component]
pub fn Guarded(
    /// The right.
    right: SiteRight,
    /// The page's name.
    what: &'static str,
    /// The page.
    children: Children,
) -> impl IntoView {
    if CurrentUser::may(right) {
        children().into_any()
    } else {
        view! { <Forbidden what right=right.label() /> }.into_any()
    }
}

#[component]
fn Forbidden(what: &'static str, right: &'static str) -> impl IntoView {
    set_status(&AppError::new(ErrorCode::Forbidden, ""));
    view! {
        <PageHead title=Signal::stored(what.to_owned()) />
        <Empty glyph=Glyph::Lock title="You cannot open this page">
            <p>
                {if right.is_empty() { "You need an" } else { "You need the " }}
                <strong>{right}</strong>
                " authorisation on Site level. Ask a site administrator to grant it."
            </p>
        </Empty>
    }
    .into_any()
}

/// Answers the page's request with the status of an error.
#[cfg(feature = "ssr")]
pub fn set_status(error: &AppError) {
    if let Some(status) = use_context::<crate::ports::PageStatus>() {
        (status.0)(error.code.status());
    }
}

/// Answers the page's request with the status of an error.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_error: &AppError) {}
