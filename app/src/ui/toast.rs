//! Notifications of success: they come at the bottom, are announced, and leave by themselves.

use super::sentence::sentence;
use leptos::prelude::*;
use std::time::Duration;

/// How long a notification stays.
const STAY: Duration = Duration::from_secs(8);

/// The notifications that are shown now.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, String)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes the notifications available to everything below.
    pub fn provide() {
        provide_context(Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) });
    }

    /// The notifications of the page, or ones that nobody sees when the page has none.
    pub fn get() -> Self {
        use_context()
            .unwrap_or_else(|| Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) })
    }

    /// Shows a sentence for a while.
    pub fn notify(self, text: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| shown.push((id, text.into())));
        set_timeout(move || self.dismiss(id), STAY);
    }

    fn dismiss(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

/// The place of the notifications; once on every page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::get();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|(id, _)| *id let((_id, text))>
                <p class="toast">{sentence(&text)}</p>
            </For>
        </div>
    }
    .into_any()
}
