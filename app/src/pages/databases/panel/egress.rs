//! The note on top of the panel: which addresses to allow in the data platform.

use crate::api;
use crate::model::connection::EgressAddresses;
use crate::ui::copy::CopyButton;
use crate::ui::failure::FailureNote;
use leptos::prelude::*;

/// The `NextTables` IP, with a button that copies it.
#[component]
pub fn EgressNote() -> impl IntoView {
    let egress = LocalResource::new(api::connection::egress);
    view! {
        <div class="note" role="note" aria-label="NextTables IP">
            <div>
                <p>
                    "You may need to allowlist the NextTables IP in your data platform or network."
                </p>
                <Transition fallback=|| view! { <p class="hint">"Finding the IP…"</p> }>
                    {move || {
                        egress
                            .get()
                            .map(|found| match found {
                                Ok(egress) => addresses(egress).into_any(),
                                Err(error) => view! { <FailureNote error /> }.into_any(),
                            })
                    }}
                </Transition>
            </div>
        </div>
    }
    .into_any()
}

fn addresses(egress: EgressAddresses) -> impl IntoView {
    let line = egress.addresses.join(", ");
    let source = if egress.configured {
        "Set by your site's operator."
    } else {
        "This machine's own addresses: behind a network gateway, the gateway's address counts instead."
    };
    view! {
        <p class="egress">
            <span>"NextTables IP"</span>
            <code>{line.clone()}</code>
            <CopyButton label="Copy the NextTables IP" text=Signal::stored(line) />
        </p>
        <p class="hint">{source}</p>
    }
}
