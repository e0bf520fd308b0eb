//! Where the store is and which keys seal its secrets.

use super::ConfigError;
use crate::secrets::KeyRing;
use app::model::secret::Secret;
use clap::Args;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

/// What a folder's mode lets its group and everybody else do.
const OTHERS: u32 = 0o077;

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
    #[arg(long, env = "NEXTTABLES_MASTER_KEY", hide_env_values = true)]
    pub master_key: Option<Secret>,
}

impl StoreArgs {
    /// Makes the data folder, and the file of an embedded store in it, for their owner only.
    ///
    /// # Errors
    /// When they cannot be made.
    pub fn make_data_dir(&self) -> Result<(), ConfigError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.data_dir);
        made.and_then(|()| self.make_store_file()).map_err(|error| {
            let message = format!("{} cannot be made: {error}", self.data_dir.display());
            ConfigError::new("NEXTTABLES_DATA_DIR", message)
        })
    }

    /// `SQLite` takes an empty file for a new store, and gives the files that it makes beside it the
    /// same permissions.
    fn make_store_file(&self) -> io::Result<()> {
        if self.store_url.is_some() {
            return Ok(());
        }
        let mut options = OpenOptions::new();
        options.append(true).create(true).mode(0o600).open(self.store_file()).map(drop)
    }

    fn store_file(&self) -> PathBuf {
        self.data_dir.join("nexttables.sqlite")
    }

    /// Checks that nobody else on this machine can read the data folder.
    ///
    /// # Errors
    /// When its permissions let others in, or cannot be read.
    pub fn check_privacy(&self) -> Result<(), ConfigError> {
        let fault = |message| Err(ConfigError::new("NEXTTABLES_DATA_DIR", message));
        let path = self.data_dir.display();
        match std::fs::metadata(&self.data_dir) {
            Ok(found) if found.mode() & OTHERS == 0 => Ok(()),
            Ok(_) => fault(format!("others can open {path}; run chmod 700 {path}")),
            Err(error) => fault(format!("{path} cannot be read: {error}")),
        }
    }

    /// The store's address.
    ///
    /// # Errors
    /// When it is neither SQLite nor PostgreSQL.
    pub fn url(&self) -> Result<String, ConfigError> {
        let Some(url) = &self.store_url else {
            let file = self.store_file();
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

    /// Marks the key file as in use by a running server, for as long as the result lives: it seals
    /// with the keys that it read at its start.
    ///
    /// # Errors
    /// When the keys are being rotated.
    pub fn use_keys(&self) -> Result<Option<File>, ConfigError> {
        self.lock_keys(File::try_lock_shared, "the master key is being rotated; start again after")
    }

    /// Takes the key file for changing it, for as long as the result lives.
    ///
    /// # Errors
    /// When a server uses it.
    pub fn claim_keys(&self) -> Result<Option<File>, ConfigError> {
        let busy = "NextTables runs on this data folder and seals with the present key; stop it, \
                    rotate the key, then start it again";
        self.lock_keys(File::try_lock, busy)
    }

    fn lock_keys(
        &self,
        lock: fn(&File) -> Result<(), TryLockError>,
        busy: &str,
    ) -> Result<Option<File>, ConfigError> {
        if self.master_key.is_some() {
            return Ok(None);
        }
        let path = self.data_dir.join("master.lock");
        let fault = |error: io::Error| {
            let message = format!("{} cannot be locked: {error}", path.display());
            ConfigError::new("NEXTTABLES_DATA_DIR", message)
        };
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.map_err(fault)?;
        match lock(&file) {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(ConfigError::new("NEXTTABLES_DATA_DIR", busy)),
            Err(TryLockError::Error(error)) => Err(fault(error)),
        }
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
