//! How the server's certificate is verified: system roots, a pasted CA, or one pinned certificate.

use super::attempt::Attempt;
use crate::model::connection::{Trust, field};
use crate::ui::field::{FieldFoot, FieldProblem, described_by, invalid};
use leptos::html;
use leptos::prelude::*;

/// A disclosure with the three ways; it opens where something in it matters, and stays as the
/// person has it otherwise.
#[component]
pub fn TrustField(trust: RwSignal<Trust>, attempt: Attempt) -> impl IntoView {
    let problem = attempt.problem(field::TRUST);
    // A pasted CA stays while one certificate is trusted instead of it.
    let pem = RwSignal::new(match trust.get_untracked() {
        Trust::Authority { pem } => pem,
        _ => String::new(),
    });
    let place = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        let needed = problem.with(Option::is_some)
            || trust.with(|trust| matches!(trust, Trust::Pinned { .. }));
        if let Some(place) = place.get().filter(|_| needed) {
            // Fails for names that are none.
            let _ = place.set_attribute("open", "");
        }
    });
    view! {
        <details
            node_ref=place
            class="disclosure"
            open=trust.get_untracked() != Trust::SystemRoots
        >
            <summary>"Server certificate"</summary>
            {move || pinned(trust, pem)}
            <AuthorityField trust pem problem />
        </details>
    }
    .into_any()
}

#[component]
fn AuthorityField(
    trust: RwSignal<Trust>,
    pem: RwSignal<String>,
    problem: FieldProblem,
) -> impl IntoView {
    let write = move |event| {
        pem.set(event_target_value(&event));
        trust.set(from_pem(&pem.get_untracked()));
    };
    view! {
        <div class="field">
            <label for="ca-certificate">"CA certificate"</label>
            <textarea
                id="ca-certificate"
                rows="5"
                spellcheck="false"
                autocapitalize="none"
                placeholder="-----BEGIN CERTIFICATE-----"
                aria-invalid=invalid(problem)
                aria-describedby=described_by("ca-certificate", AUTHORITY_HINT, problem)
                prop:value=move || pem.get()
                on:input=write
            ></textarea>
            <FieldFoot id="ca-certificate" hint=AUTHORITY_HINT problem />
        </div>
    }
    .into_any()
}

const AUTHORITY_HINT: &str = "Paste it when your own authority signed the server's certificate. Left empty, the authorities that this system trusts count.";

fn from_pem(pem: &str) -> Trust {
    if pem.trim().is_empty() {
        return Trust::SystemRoots;
    }
    Trust::Authority { pem: pem.to_owned() }
}

fn pinned(trust: RwSignal<Trust>, pem: RwSignal<String>) -> Option<impl IntoView> {
    let Trust::Pinned { fingerprint } = trust.get() else { return None };
    Some(view! {
        <div class="note good" role="note" aria-label="Trusted certificate">
            <div>
                <p>"Exactly this certificate is accepted, and no other (SHA-256):"</p>
                <code class="fingerprint">{fingerprint.to_string()}</code>
                <button
                    type="button"
                    on:click=move |_| trust.set(from_pem(&pem.get_untracked()))
                >
                    "Stop trusting this certificate"
                </button>
            </div>
        </div>
    })
}
