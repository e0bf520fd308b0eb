//! What is shown where there is no page.

use crate::error::{AppError, ErrorCode};
use crate::pages::administration::set_status;
use crate::pages::workspace::Banner;
use crate::ui::empty::Empty;
use crate::ui::icon::Glyph;
use leptos::prelude::*;
use leptos_meta::Title;

/// Page not found.
#[component]
pub fn MissingPage() -> impl IntoView {
    set_status(&AppError::new(ErrorCode::NotFound, ""));
    view! {
        <Title text="Page not found" />
        <Banner />
        <main id="main" tabindex="-1">
            <h1 class="visually-hidden">"Page not found"</h1>
            <Empty glyph=Glyph::Failure title="There is no such page">
                <p>
                    "It may have been moved or deleted. " <a href="/">"Go to the start page"</a>
                </p>
            </Empty>
        </main>
    }
    .into_any()
}
