//! TLS to a target: PostgreSQL's request for it, the handshake, and the verification of the
//! certificate. There is no path without it.

mod certificate;
mod lengths;
mod offer;
mod stream;
mod verify;

pub use certificate::view;
pub use lengths::Overlong;
pub use offer::{OfferError, ask};
pub use stream::{HandOver, OneWay, Secured};
pub use verify::fingerprint;

use app::model::certificate::CertificateView;
use app::model::connection::Trust;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use verify::Verifier;

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The pasted authority is not a certificate.
    #[error("no certificate in the PEM text")]
    Authority,
    /// The host cannot stand in a certificate.
    #[error("not a host name that TLS knows")]
    HostName,
    /// The certificate was refused.
    #[error("certificate refused: {0:?}")]
    Refused(CertificateError, Option<Box<CertificateView>>),
    /// It is not the certificate that was trusted.
    #[error("not the pinned certificate")]
    Changed(Option<Box<CertificateView>>),
    /// The two sides found no common ground, or the line broke.
    #[error("handshake failed: {0}")]
    Handshake(io::Error),
}

/// Reads the authorities out of a PEM text.
///
/// # Errors
/// When it holds none, or something that is not a certificate.
pub fn authorities(pem: &str) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let read = read.map_err(|_| TlsError::Authority)?;
    store(&read).map(|_| read)
}

/// Takes certificates as roots of trust.
fn store(certificates: &[CertificateDer<'static>]) -> Result<RootCertStore, TlsError> {
    let mut store = RootCertStore::empty();
    for certificate in certificates {
        store.add(certificate.clone()).map_err(|_| TlsError::Authority)?;
    }
    if store.is_empty() {
        return Err(TlsError::Authority);
    }
    Ok(store)
}

/// Shakes hands and verifies the certificate as the trust says.
///
/// # Errors
/// With the certificate that was shown, where it was the matter.
pub async fn secure(
    stream: TcpStream,
    host: &str,
    trust: &Trust,
    roots: &Arc<RootCertStore>,
) -> Result<Secured, TlsError> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| TlsError::HostName)?;
    let verifier = Arc::new(Verifier::new(trust, roots)?);
    let config = ClientConfig::builder_with_provider(verify::provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Handshake(io::Error::other(error)))?
        .dangerous()
        .with_custom_certificate_verifier(verifier.clone())
        .with_no_client_auth();
    let connected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    connected.map(Secured::new).map_err(|error| classify(error, trust, &verifier))
}

fn classify(error: io::Error, trust: &Trust, verifier: &Verifier) -> TlsError {
    let der = verifier.shown();
    let shown = der.as_ref().and_then(view).map(Box::new);
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (inner, trust) {
        (Some(rustls::Error::InvalidCertificate(_)), Trust::Pinned { fingerprint: pinned })
            if der.is_some_and(|der| fingerprint(&der) != *pinned) =>
        {
            TlsError::Changed(shown)
        }
        (
            Some(rustls::Error::InvalidCertificate(refused)),
            Trust::SystemRoots | Trust::Authority { .. },
        ) => TlsError::Refused(refused.clone(), shown),
        _ => TlsError::Handshake(error),
    }
}
