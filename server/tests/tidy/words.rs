//! Words and marks that the sources do not use.

use super::sources::{hold, sources};

const FORBIDDEN: [&str; 8] =
    ["util", "helper", "common", "manager", "handler", "process", "data", "info"];

#[test]
fn names_of_files_are_words_of_the_house() {
    let odd = sources(".rs").into_iter().map(|source| source.path).filter(|path| {
        let names = path.trim_end_matches(".rs").split(['/', '_', '-']);
        names.into_iter().any(says_nothing)
    });
    hold("no file is named by a word that says nothing", odd.collect());
}

/// Tells whether a word is on the list, in one number or the other.
fn says_nothing(word: &str) -> bool {
    let single = word.strip_suffix("es").or_else(|| word.strip_suffix('s'));
    let single = [word.strip_suffix('s'), single].into_iter().flatten();
    std::iter::once(word).chain(single).any(|word| FORBIDDEN.contains(&word))
}

#[test]
fn a_word_that_ends_in_s_is_known_in_both_numbers() {
    for word in ["process", "processes", "util", "utils", "data", "info"] {
        assert!(says_nothing(word), "{word}");
    }
    assert!(!says_nothing("access") && !says_nothing("address"));
}

#[test]
fn lints_are_expected_not_allowed() {
    let marks = ["#[allow(", "#![allow("];
    hold("`#[expect(.., reason)]` instead of `#[allow]`", containing(&marks));
}

#[test]
fn nothing_is_left_for_later_without_an_issue() {
    let marks = ["TODO", "FIXME", "XXX", "unimplemented!("];
    let found = containing(&marks).into_iter().filter(|line| !line.contains("TODO(#"));
    hold("what is left to do has an issue", found.collect());
}

fn containing(marks: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources(".rs").into_iter().filter(|source| !source.path.contains("tests/tidy")) {
        for (number, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                found.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    found
}
