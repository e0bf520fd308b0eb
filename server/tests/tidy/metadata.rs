//! What `cargo leptos` is told of the workspace, which no build of ours reads.

use super::sources::{hold, top};
use std::fs;

/// The value of a key in the metadata for `cargo leptos`.
fn value(key: &str) -> String {
    let manifest = fs::read_to_string(top().join("Cargo.toml")).unwrap();
    let (_, metadata) = manifest.split_once("[[workspace.metadata.leptos]]").unwrap();
    let line = metadata.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    line.unwrap_or_else(|| panic!("no {key}")).trim_matches('"').to_owned()
}

#[test]
fn cargo_leptos_is_told_what_is_there() {
    let program = fs::read_to_string(top().join("server/Cargo.toml")).unwrap();
    let program = program.split_once("[[bin]]\nname = \"").unwrap().1.split('"').next().unwrap();
    // The name of the file too, or it looks for one that is called like the package.
    for key in ["bin-target", "bin-exe-name"] {
        assert_eq!(value(key), program, "{key}");
    }
    let named = ["bin-package", "lib-package", "style-file", "assets-dir", "end2end-dir"];
    let missing = named.into_iter().filter(|key| !top().join(value(key)).exists());
    hold("what the metadata name is there", missing.map(str::to_owned).collect());
    assert_ne!(value("site-root"), "target/site", "it is emptied at every start");
}
