//! The files that git knows, with what the rules ask of each.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// One source file.
pub struct Source {
    /// Below the top of the repository.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The top of the repository.
pub fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every path that git tracks or would track.
pub fn paths() -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-co", "--exclude-standard"])
        .current_dir(top())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).unwrap();
    text.lines().filter(|path| top().join(path).is_file()).map(str::to_owned).collect()
}

/// The sources with an ending.
pub fn sources(ending: &str) -> Vec<Source> {
    let found: Vec<_> = paths()
        .into_iter()
        .filter(|path| path.ends_with(ending))
        .map(|path| Source { text: fs::read_to_string(top().join(&path)).unwrap(), path })
        .collect();
    assert!(!found.is_empty(), "no source ends with {ending}");
    found
}

/// Fails with every breach of a rule at once.
pub fn hold(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}\n  {}", breaches.join("\n  "));
}
