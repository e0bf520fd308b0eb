//! Stage 6: the handshake, and the certificate as the connection's trust demands.

use super::Outcome;
use super::words::{Words, clean};
use crate::target::tls::{self, Secured, TlsError};
use app::model::certificate::CertificateView;
use app::model::connection::{Trust, field};
use app::model::probe::{Cause, Failure};
use rustls::{CertificateError, RootCertStore};
use std::io::{Error, ErrorKind};
use std::sync::Arc;
use tokio::net::TcpStream;

/// Shakes hands and verifies.
pub(super) async fn verify(
    words: &Words<'_>,
    line: TcpStream,
    roots: &Arc<RootCertStore>,
) -> Outcome<Secured> {
    let connection = words.connection;
    let secured = tls::secure(line, &connection.host, &connection.trust, roots).await;
    secured.map_err(|error| Box::new(failure(words, error)))
}

fn failure(words: &Words<'_>, error: TlsError) -> Failure {
    match error {
        TlsError::Refused(reason, shown) => {
            refused(words, &reason, shown.as_deref()).with_certificate(shown.map(|view| *view))
        }
        TlsError::Changed(shown) => changed(words).with_certificate(shown.map(|view| *view)),
        TlsError::Handshake(error) => handshake(words, &error),
        TlsError::Authority | TlsError::HostName => Failure::new(
            Cause::InvalidInput,
            field::HOST,
            format!("No certificate can be issued for the host {}.", words.connection.host),
            "Enter the host name or address that stands in the server's certificate.".to_owned(),
        ),
    }
}

fn refused(
    words: &Words<'_>,
    reason: &CertificateError,
    shown: Option<&CertificateView>,
) -> Failure {
    match reason {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => expired(words, shown),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            wrong_host(words, shown)
        }
        _ => untrusted(words),
    }
}

fn untrusted(words: &Words<'_>) -> Failure {
    let authority = match words.connection.trust {
        Trust::Authority { .. } => "the CA certificate that was pasted",
        _ => "an authority that this system trusts",
    };
    Failure::new(
        Cause::CertificateUntrusted,
        field::TRUST,
        format!("The certificate of {} is not signed by {authority}.", words.place()),
        "Paste the CA certificate that signed it. Or compare the fingerprint with the server's \
         administrator and choose “Trust this certificate”."
            .to_owned(),
    )
}

fn expired(words: &Words<'_>, shown: Option<&CertificateView>) -> Failure {
    let validity = shown.map_or_else(String::new, |view| {
        let (from, until) = (view.not_before.format("%F"), view.not_after.format("%F"));
        format!(" It is valid from {from} until {until}.")
    });
    Failure::new(
        Cause::CertificateExpired,
        field::TRUST,
        format!("The certificate of {} is not valid today.{validity}", words.place()),
        "Ask the server's administrator to renew it. Until then you can compare the fingerprint \
         and choose “Trust this certificate”."
            .to_owned(),
    )
}

fn wrong_host(words: &Words<'_>, shown: Option<&CertificateView>) -> Failure {
    let names = shown.map(|view| view.names.join(", ")).filter(|names| !names.is_empty());
    let valid_for = names.map_or_else(
        || " It names no host at all.".to_owned(),
        |names| format!(" It is valid for {}.", clean(&names)),
    );
    let host = &words.connection.host;
    Failure::new(
        Cause::CertificateWrongHost,
        field::HOST,
        format!("The certificate of {} is not for the host {host}.{valid_for}", words.place()),
        "Enter the host by a name that stands in the certificate. Or compare the fingerprint with \
         the server's administrator and choose “Trust this certificate”."
            .to_owned(),
    )
}

fn changed(words: &Words<'_>) -> Failure {
    Failure::new(
        Cause::CertificateChanged,
        field::TRUST,
        format!("{} shows another certificate than the one that was trusted.", words.place()),
        "If the server's administrator has renewed it, compare the new fingerprint and choose \
         “Trust this certificate”. If not, somebody may be intercepting the connection."
            .to_owned(),
    )
}

fn handshake(words: &Words<'_>, error: &Error) -> Failure {
    let broke = matches!(
        error.kind(),
        ErrorKind::ConnectionReset
            | ErrorKind::BrokenPipe
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof
    );
    if broke {
        return words.lost();
    }
    Failure::new(
        Cause::TlsHandshakeFailed,
        field::HOST,
        format!("No secure connection to {} could be agreed on.", words.place()),
        "The server must offer TLS 1.2 or newer with a current cipher. Ask its administrator to \
         check ssl_min_protocol_version, ssl_max_protocol_version and ssl_ciphers."
            .to_owned(),
    )
    .with_detail(Some(clean(&error.to_string())))
}
