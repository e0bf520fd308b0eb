//! The question before a user is deactivated.

use super::Desk;
use crate::api;
use crate::error::AppError;
use crate::ui::confirm::Confirm;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks, deactivates, and says that it is done.
#[component]
pub fn ActiveQuestion() -> impl IntoView {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<AppError>);
    Effect::new(move |_| {
        failure.set(None);
        open.set(desk.question.with(Option::is_some));
    });
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && desk.question.with_untracked(Option::is_some) {
            desk.question.update(|question| *question = None);
        }
    });
    let name = move || desk.question.get().map_or_else(String::new, |user| user.name);
    let deactivate = Callback::new(move |()| {
        let Some(user) = desk.question.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::user::deactivate(user.id).await {
                Ok(user) => {
                    open.set(false);
                    desk.users.refetch();
                    toasts.notify(format!("{} is deactivated", user.name));
                }
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    });
    view! {
        <Confirm
            id="deactivate-user"
            title=Signal::derive(move || format!("Deactivate {}?", name()))
            action="Deactivate"
            open
            busy
            failure
            on_confirm=deactivate
        >
            <p>"The person is signed out at once and cannot sign in any more. What they did stays in the audit log."</p>
        </Confirm>
    }
    .into_any()
}
