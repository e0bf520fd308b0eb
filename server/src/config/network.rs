//! How targets are reached and from where.

use super::ConfigError;
use crate::target::egress::local_addresses;
use crate::target::policy::EgressPolicy;
use crate::target::resolve::SystemResolver;
use crate::target::{Limits, Reach};
use app::model::connection::EgressAddresses;
use clap::Args;
use rustls::RootCertStore;
use std::sync::Arc;

/// The way to targets.
#[derive(Args, Clone, Debug, Default)]
pub struct NetworkArgs {
    /// The addresses that targets see us come from, separated by commas
    #[arg(long, env = "NEXTTABLES_EGRESS_IPS", default_value = "")]
    pub egress_ips: String,
    /// Networks that targets may be in although a wider one is denied, separated by commas
    #[arg(long, env = "NEXTTABLES_EGRESS_ALLOW", default_value = "")]
    pub egress_allow: String,
    /// Networks that targets may not be in, separated by commas; the most specific one decides
    #[arg(long, env = "NEXTTABLES_EGRESS_DENY", default_value = "")]
    pub egress_deny: String,
}

impl NetworkArgs {
    /// The addresses as the panel shows them.
    pub fn egress(&self) -> EgressAddresses {
        let entries = self.egress_ips.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let configured: Vec<_> = entries.map(str::to_owned).collect();
        if !configured.is_empty() {
            return EgressAddresses { addresses: configured, configured: true };
        }
        let own = local_addresses().iter().map(ToString::to_string).collect();
        EgressAddresses { addresses: own, configured: false }
    }

    /// The way to targets, with the system's resolver and authorities.
    ///
    /// # Errors
    /// When a list of networks does not hold.
    pub fn reach(&self) -> Result<Reach, ConfigError> {
        let policy =
            EgressPolicy::parse(&self.egress_allow, &self.egress_deny).map_err(|error| {
                let name = if EgressPolicy::parse(&self.egress_allow, "").is_err() {
                    "NEXTTABLES_EGRESS_ALLOW"
                } else {
                    "NEXTTABLES_EGRESS_DENY"
                };
                ConfigError::new(name, error.to_string())
            })?;
        Ok(Reach {
            policy: Arc::new(policy),
            resolver: Arc::new(SystemResolver),
            roots: Arc::new(system_roots()),
            limits: Limits::default(),
            egress: self.egress().addresses.into(),
        })
    }
}

/// The authorities that this system trusts; one that cannot be read is left out, with a warning.
fn system_roots() -> RootCertStore {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "a certificate authority of the system cannot be read");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    roots
}
