//! Configuration: environment variables, and the same as flags; checked before anything starts.

mod network;
mod store;

pub use network::NetworkArgs;
pub use store::StoreArgs;

use crate::authn::cookie::CookieKind;
use app::model::secret::Secret;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// One setting does not hold.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {message}")]
pub struct ConfigError {
    /// The environment variable.
    pub name: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl ConfigError {
    /// A setting that does not hold.
    pub fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }
}

/// Everything that `nexttables serve` takes.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Where to listen, address:port
    #[arg(long, env = "NEXTTABLES_LISTEN", default_value = "127.0.0.1:3000", value_parser = address)]
    pub listen: SocketAddr,
    /// The address that people use, for example <https://tables.example.com>
    #[arg(long, env = "NEXTTABLES_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Certificate chain in PEM, to serve HTTPS
    #[arg(long, env = "NEXTTABLES_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM, to serve HTTPS
    #[arg(long, env = "NEXTTABLES_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Sign-in name of the first administrator, created at the first start
    #[arg(long, env = "NEXTTABLES_ADMIN_EMAIL", requires = "admin_password")]
    pub admin_email: Option<String>,
    /// Password of the first administrator
    #[arg(long, env = "NEXTTABLES_ADMIN_PASSWORD", hide_env_values = true)]
    pub admin_password: Option<Secret>,
    /// What to log, for example info or server=debug
    #[arg(long, env = "NEXTTABLES_LOG", default_value = "info")]
    pub log: String,
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
    /// The way to targets.
    #[command(flatten)]
    pub network: NetworkArgs,
}

fn address(text: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| {
        ConfigError::new("NEXTTABLES_LISTEN", "write address:port, for example 127.0.0.1:3000")
    })
}

fn is_this_machine(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl ServeArgs {
    /// The origin of the public address, as browsers send it.
    ///
    /// # Errors
    /// When it is not an http or https address.
    pub fn origin(&self) -> Result<Option<String>, ConfigError> {
        let Some(text) = &self.public_url else { return Ok(None) };
        let fault = || {
            let message = format!("“{text}” is not an address; write https://tables.example.com");
            ConfigError::new("NEXTTABLES_PUBLIC_URL", message)
        };
        let url = url::Url::parse(text).map_err(|_| fault())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(fault());
        }
        if url.scheme() == "http" && !is_this_machine(&url) {
            let message = format!(
                "“{text}” would send passwords over plain http; serve https, or put a proxy with \
                 TLS in front and write its https address"
            );
            return Err(ConfigError::new("NEXTTABLES_PUBLIC_URL", message));
        }
        Ok(Some(url.origin().ascii_serialization()))
    }

    /// How session cookies look; plain http is for this machine only.
    ///
    /// # Errors
    /// When people would come over plain http from elsewhere.
    pub fn cookie(&self) -> Result<CookieKind, ConfigError> {
        let origin = self.origin()?;
        if self.tls_cert.is_some() || origin.as_deref().is_some_and(|o| o.starts_with("https:")) {
            return Ok(CookieKind::Secure);
        }
        if self.listen.ip().is_loopback() {
            return Ok(CookieKind::Plain);
        }
        let message = "people would send passwords over plain http. Give NEXTTABLES_TLS_CERT and \
                       NEXTTABLES_TLS_KEY, or put a proxy with TLS in front and set \
                       NEXTTABLES_PUBLIC_URL to its https address";
        Err(ConfigError::new("NEXTTABLES_LISTEN", message))
    }
}
