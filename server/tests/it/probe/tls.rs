//! Certificates in every state. Plaintext is never spoken.

use super::scene::{
    draft, failure, failure_through, reach, scene, set_up, warnings, warnings_through,
};
use crate::postgres::{
    Authority, Certificate, Postgres, Setup, self_signed, self_signed_authority,
};
use app::model::connection::{ConnectionDraft, Trust, field};
use app::model::probe::{Cause, Failure, Stage, WarningCode};
use rustls::RootCertStore;
use server::target::Reach;
use std::sync::Arc;

fn showing(certificate: &Certificate) -> Postgres {
    Postgres::start(&Setup { certificate: Some(certificate.clone()), ..Setup::default() })
}

fn pinned(certificate: &Certificate) -> Trust {
    Trust::Pinned { fingerprint: certificate.fingerprint }
}

/// Fails at the certificate and shows it.
async fn refused(draft: ConnectionDraft, certificate: &Certificate) -> Failure {
    let (stage, failure) = failure(draft).await;
    assert_eq!(stage, Stage::Certificate);
    let shown = failure.certificate.clone().expect("the certificate is shown");
    assert_eq!(shown.fingerprint, certificate.fingerprint);
    assert!(shown.subject.contains("NextTables test server"));
    failure
}

#[tokio::test]
async fn a_server_without_tls_is_refused() {
    let hba = "local all postgres trust\nhost all all 127.0.0.1/32 trust\n".to_owned();
    let server = Postgres::start(&Setup { certificate: None, hba, ..Setup::default() });
    let (stage, failure) = failure(draft(server.port)).await;
    assert_eq!((stage, failure.cause), (Stage::TlsOffer, Cause::TlsNotOffered));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.message.contains("SSL"));
    assert!(failure.remedy.contains("turn SSL on"), "{}", failure.remedy);
    assert!(failure.sql.unwrap().contains("ssl = on"));
}

#[tokio::test]
async fn an_authority_that_the_system_does_not_know_is_not_trusted() {
    let mut draft = draft(Postgres::shared().port);
    draft.trust = Trust::SystemRoots;
    let (stage, failure) = failure(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Certificate, Cause::CertificateUntrusted));
    assert_eq!(failure.field, field::TRUST);
    let shown = failure.certificate.unwrap();
    assert!(shown.issuer.contains("NextTables test authority"));
    assert_eq!(shown.names, ["localhost", "127.0.0.1"]);
    assert_eq!(shown.not_after.format("%F").to_string(), "2099-01-01");
    assert!(failure.remedy.contains("Trust this certificate"));
    assert!(failure.remedy.contains("Paste the CA certificate"));
}

#[tokio::test]
async fn an_authority_that_the_system_knows_is_trusted() {
    let mut draft = scene(Postgres::shared()).await;
    draft.trust = Trust::SystemRoots;
    let mut roots = RootCertStore::empty();
    roots.add(Authority::get().der.clone()).unwrap();
    let reach = Reach { roots: Arc::new(roots), ..reach() };
    assert_eq!(warnings_through(draft, reach).await, []);
}

#[tokio::test]
async fn a_pasted_authority_is_trusted_by_address_and_by_name() {
    for host in ["127.0.0.1", "localhost"] {
        let mut draft = scene(Postgres::shared()).await;
        draft.host = host.to_owned();
        assert_eq!(warnings(draft).await, []);
    }
}

#[tokio::test]
async fn a_pasted_authority_is_the_only_one_that_is_trusted() {
    let mut draft = draft(Postgres::shared().port);
    draft.trust = Trust::Authority { pem: self_signed().pem };
    let mut roots = RootCertStore::empty();
    roots.add(Authority::get().der.clone()).unwrap();
    let reach = Reach { roots: Arc::new(roots), ..reach() };
    let (stage, failure) = failure_through(draft, reach).await;
    assert_eq!((stage, failure.cause), (Stage::Certificate, Cause::CertificateUntrusted));
    assert!(failure.message.contains("pasted"));
    assert!(failure.remedy.contains("Paste the CA certificate"), "{}", failure.remedy);
}

#[tokio::test]
async fn a_certificate_that_signed_itself_can_be_pasted_and_its_host_name_still_counts() {
    let certificate = self_signed_authority();
    let server = showing(&certificate);
    let trust = Trust::Authority { pem: certificate.pem.clone() };
    let trusting = ConnectionDraft { trust, ..draft(server.port) };
    set_up(&server, &trusting).await;
    assert_eq!(warnings(trusting.clone()).await, []);

    let elsewhere = ConnectionDraft { host: "127.0.0.2".to_owned(), ..trusting };
    let failure = refused(elsewhere, &certificate).await;
    assert_eq!(failure.cause, Cause::CertificateWrongHost);
}

#[tokio::test]
async fn a_pasted_text_that_is_no_certificate_is_invalid_input() {
    let mut draft = draft(Postgres::shared().port);
    draft.trust = Trust::Authority { pem: "MIIB not a certificate".to_owned() };
    let (stage, failure) = failure(draft).await;
    assert_eq!((stage, failure.cause), (Stage::Form, Cause::InvalidInput));
    assert_eq!(failure.field, field::TRUST);
    assert!(failure.remedy.contains("-----BEGIN CERTIFICATE-----"), "{}", failure.remedy);
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let certificate = Authority::get().expired();
    let server = showing(&certificate);
    let failure = refused(draft(server.port), &certificate).await;
    assert_eq!((failure.cause, &*failure.field), (Cause::CertificateExpired, field::TRUST));
    assert!(failure.message.contains("2020-01-01"));
    assert!(failure.remedy.contains("renew"));
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let certificate = Authority::get().for_another_host();
    let server = showing(&certificate);
    let failure = refused(draft(server.port), &certificate).await;
    assert_eq!((failure.cause, &*failure.field), (Cause::CertificateWrongHost, field::HOST));
    assert!(failure.message.contains("db.elsewhere.example"));
    assert!(failure.message.contains("127.0.0.1"));
    assert!(failure.remedy.contains("name that stands in the certificate"));
}

#[tokio::test]
async fn a_pinned_certificate_is_accepted_and_no_other_in_its_place() {
    let first = self_signed();
    let server = showing(&first);
    let untrusted = refused(draft(server.port), &first).await;
    assert_eq!(untrusted.cause, Cause::CertificateUntrusted);

    let trusting = ConnectionDraft { trust: pinned(&first), ..draft(server.port) };
    set_up(&server, &trusting).await;
    assert_eq!(warnings(trusting.clone()).await, []);

    // One that any authority would vouch for is still not the one that was trusted.
    let second = Authority::get().for_loopback();
    server.show_certificate(&second).await;
    let changed = refused(trusting.clone(), &second).await;
    assert_eq!((changed.cause, &*changed.field), (Cause::CertificateChanged, field::TRUST));
    assert!(changed.remedy.contains("compare the new fingerprint"));
    let again = ConnectionDraft { trust: pinned(&second), ..trusting };
    assert_eq!(warnings(again).await, []);
}

#[tokio::test]
async fn a_pinned_certificate_that_ends_soon_is_warned_about() {
    let expiring = Authority::get().expiring();
    let server = showing(&expiring);
    let trusting = ConnectionDraft { trust: pinned(&expiring), ..draft(server.port) };
    set_up(&server, &trusting).await;
    let found = warnings(trusting.clone()).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, WarningCode::CertificateExpires);
    assert!(found[0].message.contains(" expires on "));

    let expired = Authority::get().expired();
    server.show_certificate(&expired).await;
    let found = warnings(ConnectionDraft { trust: pinned(&expired), ..trusting }).await;
    assert!(found[0].message.contains(" expired on 2020-01-01"));
}

#[tokio::test]
async fn a_server_that_speaks_only_old_tls_is_refused() {
    let settings = ["TLSv1", "TLSv1.1"].into_iter().zip(["min", "max"]);
    let settings = settings.map(|(tls, end)| format!("ssl_{end}_protocol_version = '{tls}'"));
    let server = Postgres::start(&Setup { settings: settings.collect(), ..Setup::default() });
    let (stage, failure) = failure(draft(server.port)).await;
    assert_eq!((stage, failure.cause), (Stage::Certificate, Cause::TlsHandshakeFailed));
    assert_eq!(failure.field, field::HOST);
    assert!(failure.remedy.contains("TLS 1.2"));
}
