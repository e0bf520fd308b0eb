//! The component tree's root and the paths of its pages.

use crate::pages::account::AccountPage;
use crate::pages::administration::{Administration, AdministrationHome};
use crate::pages::audit_log::AuditLogPage;
use crate::pages::databases::DatabasesPage;
use crate::pages::folder::FolderPage;
use crate::pages::history::HistoryPage;
use crate::pages::home::HomePage;
use crate::pages::missing::MissingPage;
use crate::pages::set_up::SetUpPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::table::TablePage;
use crate::pages::table_settings::TableSettingsPage;
use crate::pages::users::UsersPage;
use crate::pages::workspace::{CurrentUser, Workspace};
use crate::ui::toast::{ToastRegion, Toasts};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole page between `<body>` and `</body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Toasts::provide();
    CurrentUser::provide();
    view! {
        <Title formatter=|title: String| {
            if title.is_empty() { "NextTables".to_owned() } else { format!("{title} · NextTables") }
        } />
        <Router>
            <Routes fallback=MissingPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/set-up") view=SetUpPage ssr=SsrMode::Async />
                <ParentRoute path=path!("/administration") view=Administration ssr=SsrMode::Async>
                    <Route path=path!("") view=AdministrationHome />
                    <Route path=path!("databases") view=DatabasesPage />
                    <Route path=path!("users") view=UsersPage />
                    <Route path=path!("audit-log") view=AuditLogPage />
                </ParentRoute>
                <ParentRoute path=path!("") view=Workspace ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage />
                    <Route path=path!("/folders/:id") view=FolderPage />
                    <Route path=path!("/tables/:id") view=TablePage />
                    <Route path=path!("/tables/:id/settings") view=TableSettingsPage />
                    <Route path=path!("/tables/:id/history") view=HistoryPage />
                    <Route path=path!("/account") view=AccountPage />
                </ParentRoute>
            </Routes>
        </Router>
        <ToastRegion />
    }
}
