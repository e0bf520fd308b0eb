//! Verifying a server's certificate, and keeping it for the preview when it is refused.

use super::{TlsError, authorities, store, view};
use app::model::certificate::Fingerprint;
use app::model::connection::Trust;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};

/// The one cryptography provider of this program.
pub fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::ring::default_provider())).clone()
}

/// The SHA-256 of a certificate.
pub fn fingerprint(certificate: &CertificateDer<'_>) -> Fingerprint {
    Fingerprint(Sha256::digest(certificate.as_ref()).into())
}

#[derive(Debug)]
enum Rule {
    /// Chain, validity and host name.
    Full(Arc<WebPkiServerVerifier>),
    /// The same; or one of the pasted certificates itself, with its validity and host name, as
    /// PostgreSQL's manual has it for a server without an authority (18.9.5).
    Given(Arc<WebPkiServerVerifier>, Vec<CertificateDer<'static>>),
    /// Exactly this certificate.
    Pinned(Fingerprint),
    /// None, on a machine without any authority.
    Nobody,
}

/// Verifies as a connection's trust says; whatever the rule, the handshake must prove that the
/// server holds the certificate's key.
#[derive(Debug)]
pub struct Verifier {
    rule: Rule,
    shown: OnceLock<CertificateDer<'static>>,
}

impl Verifier {
    pub fn new(trust: &Trust, roots: &Arc<RootCertStore>) -> Result<Self, TlsError> {
        let rule = match trust {
            Trust::Pinned { fingerprint } => Rule::Pinned(*fingerprint),
            Trust::SystemRoots if roots.is_empty() => Rule::Nobody,
            Trust::SystemRoots => Rule::Full(chain(roots.clone())?),
            Trust::Authority { pem } => {
                let given = authorities(pem)?;
                Rule::Given(chain(Arc::new(store(&given)?))?, given)
            }
        };
        Ok(Self { rule, shown: OnceLock::new() })
    }

    /// The certificate that the server showed.
    pub fn shown(&self) -> Option<CertificateDer<'static>> {
        self.shown.get().cloned()
    }
}

fn chain(roots: Arc<RootCertStore>) -> Result<Arc<WebPkiServerVerifier>, TlsError> {
    let built = WebPkiServerVerifier::builder_with_provider(roots, provider()).build();
    built.map_err(|_| TlsError::Authority)
}

/// Checks what is left of a certificate that is trusted by itself: its host name and validity.
fn stands_alone(
    certificate: &CertificateDer<'_>,
    host: &ServerName<'_>,
    now: UnixTime,
) -> Result<ServerCertVerified, Error> {
    let parsed = ParsedCertificate::try_from(certificate)?;
    let view = view(certificate).ok_or(CertificateError::BadEncoding)?;
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    if now < view.not_before.timestamp() || now > view.not_after.timestamp() {
        return Err(CertificateError::Expired.into());
    }
    verify_server_name(&parsed, host)?;
    Ok(ServerCertVerified::assertion())
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let _ = self.shown.set(end_entity.clone().into_owned());
        match &self.rule {
            Rule::Given(_, given) if given.contains(end_entity) => {
                stands_alone(end_entity, server_name, now)
            }
            Rule::Full(inner) | Rule::Given(inner, _) => {
                inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            Rule::Pinned(pinned) if fingerprint(end_entity) == *pinned => {
                Ok(ServerCertVerified::assertion())
            }
            Rule::Pinned(_) | Rule::Nobody => {
                Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &provider().signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
