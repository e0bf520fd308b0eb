//! The certificate that a server showed, to compare before trusting it.

use crate::model::certificate::{CertificateView, Fingerprint};
use crate::model::connection::Connection;
use crate::pages::databases::Desk;
use crate::pages::databases::panel::Purpose;
use leptos::prelude::*;

/// Subject, issuer, names, validity, fingerprint; and the button that trusts exactly this one.
#[component]
pub fn CertificateCard(
    /// What the server showed.
    certificate: CertificateView,
    /// Called when the person trusts it.
    on_trust: Callback<Fingerprint>,
) -> impl IntoView {
    let fingerprint = certificate.fingerprint;
    let day = "%Y-%m-%d %H:%M UTC";
    let names = match certificate.names.join(", ") {
        names if names.is_empty() => "none".to_owned(),
        names => names,
    };
    view! {
        <section class="certificate" aria-label="Certificate of the server">
            <h3>"The server showed this certificate"</h3>
            <dl>
                <dt>"Subject"</dt>
                <dd>{certificate.subject}</dd>
                <dt>"Issuer"</dt>
                <dd>{certificate.issuer}</dd>
                <dt>"Names"</dt>
                <dd>{names}</dd>
                <dt>"Valid from"</dt>
                <dd>{certificate.not_before.format(day).to_string()}</dd>
                <dt>"Valid until"</dt>
                <dd>{certificate.not_after.format(day).to_string()}</dd>
                <dt>"SHA-256"</dt>
                <dd>
                    <code class="fingerprint">{fingerprint.to_string()}</code>
                </dd>
            </dl>
            <p class="hint">
                "Compare the fingerprint with the one that the server's administrator gives you. If they are equal, trust it: from then on exactly this certificate is accepted for this connection."
            </p>
            <button type="button" on:click=move |_| on_trust.run(fingerprint)>
                "Trust this certificate"
            </button>
        </section>
    }
    .into_any()
}

/// Opens a stored connection for editing with the certificate that the person trusts: that is a
/// change of the connection, for which its password is asked.
pub fn trusting(stored: Connection) -> Callback<Fingerprint> {
    let desk = Desk::get();
    Callback::new(move |fingerprint| {
        desk.purpose.set(Some(Purpose::Trust(Box::new(stored.clone()), fingerprint)));
    })
}
