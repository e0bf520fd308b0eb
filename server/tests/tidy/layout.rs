//! Where files stand and how long they are.

use super::sources::{hold, paths, sources, top};

const TOP: [&str; 10] = [
    "app",
    "frontend",
    "server",
    "style",
    "public",
    "end2end",
    "Cargo.toml",
    "Cargo.lock",
    "Makefile",
    "README.md",
];
const HARD_CAP: usize = 400;
const MEDIAN: usize = 120;
const P90: usize = 250;

#[test]
fn only_what_the_house_names_stands_at_the_top() {
    let strange = paths().into_iter().filter(|path| {
        let first = path.split('/').next().unwrap();
        !TOP.contains(&first) && first != "LICENSE" && !first.starts_with('.')
    });
    hold("nothing else stands at the top level", strange.collect());
}

#[test]
fn files_stay_short() {
    let mut lengths = Vec::new();
    let mut long = Vec::new();
    for ending in [".rs", ".ts", ".css"] {
        for source in sources(ending) {
            let lines = source.text.lines().count();
            if lines > HARD_CAP {
                long.push(format!("{}: {lines} lines", source.path));
            }
            if ending == ".rs" {
                lengths.push(lines);
            }
        }
    }
    hold("a file has at most 400 lines", long);
    lengths.sort_unstable();
    let (median, p90) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    assert!(median <= MEDIAN && p90 <= P90, "lines a file: median {median}, p90 {p90}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources(".rs").into_iter().filter(|source| {
        let first = source.text.lines().next().unwrap_or_default();
        !first.starts_with("//! ") || first.len() < 15
    });
    hold("the first line is one `//!` sentence", silent.map(|source| source.path).collect());
}

#[test]
fn modules_are_named_by_their_file() {
    let found = paths().into_iter().filter(|path| path.ends_with("/mod.rs"));
    hold("`foo.rs` beside `foo/`, never `mod.rs`", found.collect());
}

#[test]
fn what_the_readme_points_to_is_there() {
    let readme = std::fs::read_to_string(top().join("README.md")).unwrap();
    let targets = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    let missing = local.filter(|target| !top().join(target).is_file());
    hold("local links and pictures of the README exist", missing.map(str::to_owned).collect());
}
