//! Where the store is and which keys seal its secrets.

use super::ConfigError;
use crate::secrets::KeyRing;
use app::model::secret::Secret;
use clap::Args;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

/// What every command that opens the store takes.
#[derive(Args, Clone, Debug)]
pub struct StoreArgs {
    /// Folder of the embedded store and of the master key
    #[arg(long, env = "NEXTTABLES_DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// The store's address: postgres://… to scale out; else SQLite in the data folder
    #[arg(long, env = "NEXTTABLES_STORE_URL", hide_env_values = true)]
    pub store_url: Option<String>,
    /// Master key, 32 bytes in base64; several separated by commas, the current one first
    #[arg(long, env = "NEXTTABLES_MASTER_KEY", hide_env_values = true, value_parser = secret)]
    pub master_key: Option<Secret>,
}

fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::new(text))
}

impl StoreArgs {
    /// Makes the data folder, for its owner only.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_data_dir(&self) -> Result<(), ConfigError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.data_dir);
        made.map_err(|error| {
            let message = format!("{} cannot be made: {error}", self.data_dir.display());
            ConfigError::new("NEXTTABLES_DATA_DIR", message)
        })
    }

    /// The store's address.
    ///
    /// # Errors
    /// When it is neither SQLite nor PostgreSQL.
    pub fn url(&self) -> Result<String, ConfigError> {
        let Some(url) = &self.store_url else {
            let file = self.data_dir.join("nexttables.sqlite");
            let path: String =
                url::form_urlencoded::byte_serialize(file.display().to_string().as_bytes())
                    .collect();
            return Ok(format!(
                "sqlite://{}?mode=rwc",
                path.replace("%2F", "/").replace('+', "%20")
            ));
        };
        let known = ["sqlite:", "postgres:", "postgresql:"];
        if known.iter().any(|scheme| url.starts_with(scheme)) {
            return Ok(url.clone());
        }
        let message = "write postgres://user:password@host/database, or leave it out for SQLite";
        Err(ConfigError::new("NEXTTABLES_STORE_URL", message))
    }

    /// The file that holds the keys where they are not configured.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join("master.key")
    }

    /// The key ring.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn key_ring(&self) -> Result<KeyRing, ConfigError> {
        let ring = match &self.master_key {
            Some(keys) => KeyRing::parse(keys.reveal()),
            None => KeyRing::from_file(&self.key_file()),
        };
        ring.map_err(|error| ConfigError::new("NEXTTABLES_MASTER_KEY", error.to_string()))
    }
}
