//! The way out. Where this browser keeps edits that were not saved, the person decides first what
//! becomes of them: on a device that others use too, they should not stay.

use crate::model::ids::UserId;
use crate::pages::draft_places;
use crate::ui::confirm::{Question, asked};
use crate::ui::number::counted;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

const ACTION: &str = "/sign-out";

/// Signs out, which also works without a script, or asks what becomes of the edits that are `left`.
#[component]
pub fn SignOut(
    /// Who signs out.
    user: UserId,
    /// In how many tables edits were not saved, while the person is asked about them.
    left: RwSignal<Option<usize>>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        draft_places::write_all();
        let tables = draft_places::tables(user);
        if tables > 0 {
            event.prevent_default();
            left.set(Some(tables));
        }
    };
    view! {
        <form method="post" action=ACTION on:submit=submit>
            <button type="submit" role="menuitem">
                "Sign out"
            </button>
        </form>
    }
    .into_any()
}

/// Whether the edits stay on the device.
#[component]
pub fn UnsavedQuestion(
    /// Who signs out.
    user: UserId,
    /// In how many tables edits were not saved, while the person is asked about them.
    left: RwSignal<Option<usize>>,
) -> impl IntoView {
    let open = asked(left);
    let tables = move || counted(left.get().unwrap_or_default(), "table", "tables");
    let answers = move || {
        view! {
            <form method="post" action=ACTION>
                <button type="button" autofocus on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button type="submit">"Keep and sign out"</button>
                <button type="submit" class="danger" on:click=move |_| draft_places::take_away(user)>
                    "Discard and sign out"
                </button>
            </form>
        }
    };
    view! {
        <Question
            id="sign-out"
            title=Signal::stored("Sign out with unsaved changes?".to_owned())
            open
            answers
        >
            <p>
                {move || format!("Your changes in {} are not saved. ", tables())}
                "Kept on this device, they come back when you sign in here again."
            </p>
            <p>"Discard them if others use this device too: what is kept can be read here."</p>
        </Question>
    }
    .into_any()
}
