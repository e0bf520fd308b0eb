//! The set-up SQL for the names in the form, ready to copy.

use super::state::FormState;
use crate::model::setup_sql::setup_sql;
use crate::ui::copy::CopyButton;
use leptos::prelude::*;

/// A disclosure with the script.
#[component]
pub fn SetUpSql(state: FormState) -> impl IntoView {
    let script = Memo::new(move |_| setup_sql(&state.draft()));
    view! {
        <details class="disclosure">
            <summary>"Set-up SQL"</summary>
            <p class="hint">
                "Run it as an administrator of the database, with a password of your own. It makes a role that reaches this schema and nothing else."
            </p>
            <div class="code-block">
                <CopyButton label="Copy the set-up SQL" text=Signal::derive(move || script.get()) />
                <pre tabindex="0" aria-label="Set-up SQL">
                    <code>{move || script.get()}</code>
                </pre>
            </div>
        </details>
    }
    .into_any()
}
