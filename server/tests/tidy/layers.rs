//! Which rooms may know which: arrows point one way.

use super::sources::{hold, sources, top};
use std::process::Command;

/// A room, and the rooms that its files must not name.
const ROOMS: [(&str, &[&str]); 14] = [
    (
        "app/src/model",
        &["crate::api", "crate::pages", "crate::ports", "crate::ui", "leptos", "crate::shell"],
    ),
    ("app/src/error", &["crate::api", "crate::pages", "crate::ports", "crate::ui", "leptos"]),
    ("app/src/ports", &["crate::api", "crate::pages", "crate::ui", "crate::shell"]),
    ("app/src/api", &["crate::pages", "crate::ui", "crate::shell"]),
    ("app/src/ui", &["crate::api", "crate::pages", "crate::ports", "crate::model", "crate::shell"]),
    ("app/src/grid", &["crate::api", "crate::pages", "crate::ports", "crate::shell"]),
    ("app/src/pages", &["crate::shell", "crate::routes"]),
    (
        "server/src/store",
        &["crate::authz", "crate::audit", "crate::service", "crate::http", "crate::target"],
    ),
    (
        "server/src/target",
        &["crate::store", "crate::authz", "crate::audit", "crate::service", "crate::http"],
    ),
    ("server/src/authz", &["crate::service", "crate::http"]),
    ("server/src/audit", &["crate::service", "crate::http"]),
    ("server/src/authn", &["crate::service", "crate::http"]),
    ("server/src/secrets", &["crate::service", "crate::http", "crate::store"]),
    ("server/src/service", &["crate::http", "crate::command", "crate::startup"]),
];

/// What must never reach the browser: servers, databases, TLS.
const NOT_IN_BROWSER: [&str; 11] = [
    "tokio",
    "axum",
    "hyper",
    "sqlx",
    "sqlx-core",
    "rustls",
    "ring",
    "tokio-postgres",
    "reqwest",
    "leptos_axum",
    "server",
];

const IN_BROWSER: [&str; 4] = ["--package", "frontend", "--target", "wasm32-unknown-unknown"];

/// What `app` must not depend on, whatever its features.
const NOT_IN_APP: [&str; 5] = ["sqlx", "tokio", "axum", "rustls", "tokio-postgres"];

#[test]
fn arrows_point_one_way() {
    let mut breaches = Vec::new();
    for source in sources(".rs") {
        for (room, forbidden) in ROOMS {
            let inside =
                source.path == format!("{room}.rs") || source.path.starts_with(&format!("{room}/"));
            if !inside {
                continue;
            }
            for (number, line) in source.text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                for name in forbidden.iter().filter(|name| names(code, name)) {
                    breaches.push(format!(
                        "{}:{}: {room} must not know {name}",
                        source.path,
                        number + 1
                    ));
                }
            }
        }
    }
    hold("dependencies point one way", breaches);
}

fn names(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let after = code[at + name.len()..].chars().next();
        !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn the_browser_gets_nothing_of_the_server() {
    let tree = tree(&IN_BROWSER);
    let found = NOT_IN_BROWSER.iter().filter(|name| tree.contains(&(**name).to_owned()));
    hold("the browser's module holds none of these", found.map(ToString::to_string).collect());
    assert!(tree.contains(&"leptos".to_owned()), "the tree was read");
}

/// `leptos_config` names it for reading files, which the browser does not, so the linker drops it;
/// whoever else came to use it would bring half a megabyte.
#[test]
fn nobody_but_leptos_config_brings_regex_to_the_browser() {
    let inverted = ["--invert", "regex", "--depth", "1"];
    let tree = tree(&[IN_BROWSER.as_slice(), &inverted].concat());
    assert_eq!(tree, ["regex", "leptos_config"]);
}

#[test]
fn the_pages_declare_ports_and_depend_on_no_adapter() {
    let manifest = std::fs::read_to_string(top().join("app/Cargo.toml")).unwrap();
    let found =
        NOT_IN_APP.iter().filter(|name| manifest.lines().any(|line| line.starts_with(*name)));
    hold("`app` depends on none of these", found.map(ToString::to_string).collect());
}

fn tree(arguments: &[&str]) -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let listed = Command::new(cargo)
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{lib} {p}",
        ])
        .args(arguments)
        .current_dir(top())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let text = String::from_utf8(listed.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').nth(1)).map(str::to_owned).collect()
}
