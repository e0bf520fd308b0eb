//! A certificate authority for the tests, and server certificates in every state.

use app::model::certificate::Fingerprint;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use server::clock::{Clock, SystemClock};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};
use tokio_rustls::TlsAcceptor;

/// One certificate with its key.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// For `server.crt`.
    pub pem: String,
    /// For `server.key`.
    pub key_pem: String,
    /// For pinning.
    pub fingerprint: Fingerprint,
}

impl Certificate {
    /// Shakes hands as the server that has this certificate.
    pub fn acceptor(&self) -> TlsAcceptor {
        let chain = vec![CertificateDer::from_pem_slice(self.pem.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// The authority of this process; no system trusts it.
pub struct Authority {
    /// Its certificate, to paste.
    pub pem: String,
    /// Its certificate, for a root store.
    pub der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// The one authority.
    pub fn get() -> &'static Self {
        static AUTHORITY: OnceLock<Authority> = OnceLock::new();
        AUTHORITY.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, "NextTables test authority");
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let (pem, der) = (certificate.pem(), certificate.der().clone());
        Self { pem, der, issuer: Issuer::new(params, key) }
    }

    /// A good certificate for the loopback address and its name.
    pub fn for_loopback(&self) -> Certificate {
        self.sign(&loopback())
    }

    /// A certificate for somebody else.
    pub fn for_another_host(&self) -> Certificate {
        self.sign(&server(&["db.elsewhere.example", "192.0.2.7"]))
    }

    /// A certificate whose time is over.
    pub fn expired(&self) -> Certificate {
        let mut params = loopback();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.sign(&params)
    }

    /// A certificate whose time is over in a few days.
    pub fn expiring(&self) -> Certificate {
        let mut params = loopback();
        let end: DateTime<Utc> = SystemClock.now() + TimeDelta::days(5);
        let (month, day) = (end.month().try_into().unwrap(), end.day().try_into().unwrap());
        params.not_after = date_time_ymd(end.year(), month, day);
        self.sign(&params)
    }

    fn sign(&self, params: &CertificateParams) -> Certificate {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        with_key(&certificate, &key)
    }
}

/// A certificate that nobody signed but its own key.
pub fn self_signed() -> Certificate {
    let key = KeyPair::generate().unwrap();
    let certificate = loopback().self_signed(&key).unwrap();
    with_key(&certificate, &key)
}

/// As PostgreSQL's manual makes one with `openssl req -x509`: signed by itself, and marked as an
/// authority although a server shows it.
pub fn self_signed_authority() -> Certificate {
    let key = KeyPair::generate().unwrap();
    let mut params = loopback();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    with_key(&params.self_signed(&key).unwrap(), &key)
}

fn with_key(certificate: &rcgen::Certificate, key: &KeyPair) -> Certificate {
    Certificate {
        pem: certificate.pem(),
        key_pem: key.serialize_pem(),
        fingerprint: Fingerprint(Sha256::digest(certificate.der()).into()),
    }
}

fn loopback() -> CertificateParams {
    server(&["localhost", "127.0.0.1"])
}

fn server(names: &[&str]) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, "NextTables test server");
    params.extended_key_usages.push(ExtendedKeyUsagePurpose::ServerAuth);
    params.not_before = date_time_ymd(2024, 1, 1);
    params.not_after = date_time_ymd(2099, 1, 1);
    params
}
