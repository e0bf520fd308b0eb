//! Verifying a server's certificate, and keeping it for the preview when it is refused.

use super::{TlsError, authorities};
use app::model::certificate::Fingerprint;
use app::model::connection::Trust;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
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
    /// Exactly this certificate.
    Pinned(Fingerprint),
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
            Trust::SystemRoots => full(roots.clone())?,
            Trust::Authority { pem } => full(Arc::new(authorities(pem)?))?,
        };
        Ok(Self { rule, shown: OnceLock::new() })
    }

    /// The certificate that the server showed.
    pub fn shown(&self) -> Option<CertificateDer<'static>> {
        self.shown.get().cloned()
    }
}

fn full(roots: Arc<RootCertStore>) -> Result<Rule, TlsError> {
    if roots.is_empty() {
        // A machine without any authority trusts nobody, which this rule cannot be built for.
        return Ok(Rule::Pinned(Fingerprint([0; 32])));
    }
    let built = WebPkiServerVerifier::builder_with_provider(roots, provider()).build();
    built.map(Rule::Full).map_err(|_| TlsError::Authority)
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
            Rule::Full(inner) => {
                inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            Rule::Pinned(pinned) if fingerprint(end_entity) == *pinned => {
                Ok(ServerCertVerified::assertion())
            }
            Rule::Pinned(_) => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
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
