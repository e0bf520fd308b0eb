//! The ring of master keys: the first seals, all of them open.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::Rng;
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{File, OpenOptions, rename};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use zeroize::Zeroizing;

/// Why there is no key ring.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// The text is not keys.
    #[error(
        "a master key is 32 bytes in base64, for example from `openssl rand -base64 32`; several \
         are separated by commas, the current one first"
    )]
    Malformed,
    /// The key file cannot be read or written.
    #[error("the master key file {path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// One master key.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    fn generate() -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rand::rng().fill_bytes(bytes.as_mut());
        Self(bytes)
    }

    fn parse(text: &str) -> Result<Self, RingError> {
        let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| RingError::Malformed)?;
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| RingError::Malformed)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// Names the key without telling it: the start of a hash.
    pub fn id(&self) -> String {
        let hash = Sha256::digest([b"nexttables key id ", self.0.as_slice()].concat());
        hex::encode(hash.get(..6).unwrap_or_default())
    }

    /// The key itself, for the cipher.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

/// The master keys, the current one first; never empty.
#[derive(Clone, Debug)]
pub struct KeyRing {
    current: Key,
    older: Vec<Key>,
}

impl KeyRing {
    /// A ring with one new key.
    pub fn generate() -> Self {
        Self { current: Key::generate(), older: Vec::new() }
    }

    /// Reads keys as configured, separated by commas or line ends.
    ///
    /// # Errors
    /// When there is none or one is not 32 bytes in base64.
    pub fn parse(text: &str) -> Result<Self, RingError> {
        let mut keys = text
            .split([',', '\n'])
            .map(str::trim)
            .filter(|key| !key.is_empty())
            .map(Key::parse)
            .collect::<Result<Vec<_>, _>>()?
            .into_iter();
        let current = keys.next().ok_or(RingError::Malformed)?;
        Ok(Self { current, older: keys.collect() })
    }

    /// Reads the ring from a file, made with a new key and for its owner only if there is none.
    ///
    /// # Errors
    /// When the file cannot be made or read, or does not hold keys.
    pub fn from_file(path: &Path) -> Result<Self, RingError> {
        let fault = |source| RingError::File { path: path.display().to_string(), source };
        match File::open(path) {
            Ok(mut file) => {
                let mut text = Zeroizing::new(String::new());
                file.read_to_string(&mut text).map_err(fault)?;
                Self::parse(&text)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let ring = Self::generate();
                ring.to_file(path)?;
                Ok(ring)
            }
            Err(error) => Err(fault(error)),
        }
    }

    /// Writes the ring to a file, at once or not at all.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn to_file(&self, path: &Path) -> Result<(), RingError> {
        let fault = |source| RingError::File { path: path.display().to_string(), source };
        let beside = path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&beside).map_err(fault)?;
        for key in std::iter::once(&self.current).chain(&self.older) {
            let line = Zeroizing::new(STANDARD.encode(key.bytes()));
            writeln!(file, "{}", line.as_str()).map_err(fault)?;
        }
        file.sync_all().map_err(fault)?;
        rename(&beside, path).map_err(fault)?;
        // The new name itself lasts only once its folder is on the disk.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all())
            .map_err(fault)
    }

    /// The same ring with a new current key in front.
    #[must_use]
    pub fn rotated(&self) -> Self {
        let mut older = vec![self.current.clone()];
        older.extend(self.older.iter().cloned());
        Self { current: Key::generate(), older }
    }

    /// The same ring without its older keys.
    #[must_use]
    pub fn pruned(&self) -> Self {
        Self { current: self.current.clone(), older: Vec::new() }
    }

    /// The key that seals.
    pub fn current(&self) -> &Key {
        &self.current
    }

    /// Finds a key by its id.
    pub fn find(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.id() == id)
    }
}
