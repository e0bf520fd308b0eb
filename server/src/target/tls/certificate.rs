//! Reading a certificate for people and for channel binding.

use super::verify::fingerprint;
use app::model::certificate::CertificateView;
use chrono::{DateTime, Utc};
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::net::IpAddr;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

/// What a person compares; none when the bytes are not a certificate.
pub fn view(der: &CertificateDer<'_>) -> Option<CertificateView> {
    let (_, certificate) = X509Certificate::from_der(der.as_ref()).ok()?;
    Some(CertificateView {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        names: names(&certificate),
        not_before: time(certificate.validity().not_before)?,
        not_after: time(certificate.validity().not_after)?,
        fingerprint: fingerprint(der),
    })
}

fn time(time: ASN1Time) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(time.timestamp(), 0)
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else { return Vec::new() };
    extension.value.general_names.iter().filter_map(name).collect()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// The hash that SCRAM binds to, `tls-server-end-point` (RFC 5929, 4.1): that of the certificate's
/// own signature, SHA-256 in place of MD5 and SHA-1; empty where the signature names none.
pub fn end_point(der: &CertificateDer<'_>) -> Vec<u8> {
    let Ok((_, certificate)) = X509Certificate::from_der(der.as_ref()) else { return Vec::new() };
    match certificate.signature_algorithm.algorithm.to_id_string().as_str() {
        // sha384WithRSAEncryption, ecdsa-with-SHA384
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Sha384::digest(der.as_ref()).to_vec(),
        // sha512WithRSAEncryption, ecdsa-with-SHA512
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Sha512::digest(der.as_ref()).to_vec(),
        // md5, sha1 and sha256 with RSA, ecdsa with SHA-1 and SHA-256
        "1.2.840.113549.1.1.4"
        | "1.2.840.113549.1.1.5"
        | "1.2.840.113549.1.1.11"
        | "1.2.840.10045.4.1"
        | "1.2.840.10045.4.3.2" => Sha256::digest(der.as_ref()).to_vec(),
        _ => Vec::new(),
    }
}
