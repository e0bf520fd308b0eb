//! The frame of the everyday pages: banner, folder tree on the left, page on the right.

mod banner;
mod current;
mod sign_out;

pub use banner::Banner;
pub use current::CurrentUser;

use crate::pages::folder::tree::{FolderDesk, FolderTreeNav};
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Banner, folders, page.
#[component]
pub fn Workspace() -> impl IntoView {
    FolderDesk::provide();
    view! {
        <Banner />
        <div class="frame">
            <FolderTreeNav />
            <main id="main" tabindex="-1">
                <Outlet />
            </main>
        </div>
    }
    .into_any()
}
