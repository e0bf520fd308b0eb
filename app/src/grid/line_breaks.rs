//! Line breaks: a text area knows `\n` alone (HTML, “API value” of `textarea`), and a cell may hold
//! `\r\n` and `\r` as well.
//!
//! Invariant: a text that nobody changed comes back byte for byte.

/// A text as a text area gives it back.
fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What a text area's text means for the text that it was given: before and behind what was edited
/// line breaks stay as they were, and new ones are like the first.
pub fn restored(before: &str, edited: &str) -> String {
    let given = normalised(before);
    if given == edited {
        return before.to_owned();
    }
    let breaks = breaks(before);
    let first = breaks.first().copied().unwrap_or("\n");
    let (leading, trailing) = kept(given.as_bytes(), edited.as_bytes());
    let count = edited.matches('\n').count();
    let mut restored = String::with_capacity(edited.len() + count);
    for (at, line) in edited.split('\n').enumerate() {
        if at > 0 {
            let behind = count - at;
            let own = match (at <= leading, behind < trailing) {
                (true, _) => breaks.get(at - 1),
                (_, true) => breaks.get(breaks.len() - behind - 1),
                _ => None,
            };
            let own = own.copied().unwrap_or(first);
            // Two that met must not become one.
            let met = own == "\n" && restored.ends_with('\r');
            restored.push_str(if met { "\r\n" } else { own });
        }
        restored.push_str(line);
    }
    restored
}

/// The line breaks of a text, in their order.
fn breaks(text: &str) -> Vec<&str> {
    let starts = text.match_indices(['\r', '\n']).map(|(at, _)| text.split_at(at));
    let found = starts.filter_map(|(before, rest)| match rest.as_bytes() {
        [b'\r', b'\n', ..] => rest.get(..2),
        // The second half of the one before.
        [b'\n', ..] if before.ends_with('\r') => None,
        _ => rest.get(..1),
    });
    found.collect()
}

/// How many line breaks lie before what differs, and how many behind it.
fn kept(given: &[u8], edited: &[u8]) -> (usize, usize) {
    let breaks = |same: &[u8]| same.split(|byte| *byte == b'\n').count() - 1;
    let leading = given.iter().zip(edited).take_while(|(one, other)| one == other).count();
    let (front, given) = given.split_at(leading);
    let edited = edited.get(leading..).unwrap_or_default();
    let same = given.iter().rev().zip(edited.iter().rev());
    let trailing = same.take_while(|(one, other)| one == other).count();
    let (_, back) = given.split_at(given.len() - trailing);
    (breaks(front), breaks(back))
}

#[cfg(test)]
mod tests {
    use super::{normalised, restored};
    use proptest::prelude::*;

    /// A text of few different characters, so that equal lines are frequent.
    fn text() -> impl Strategy<Value = String> {
        let piece =
            prop_oneof![Just("\r\n"), Just("\r"), Just("\n"), Just("a"), Just("b"), Just("ü")];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn what_nobody_changed_comes_back_byte_for_byte(before in text()) {
            prop_assert_eq!(restored(&before, &normalised(&before)), before);
        }

        #[test]
        fn what_was_typed_is_what_is_shown_again(before in text(), edited in text()) {
            let edited = normalised(&edited);
            prop_assert_eq!(normalised(&restored(&before, &edited)), edited);
        }

        #[test]
        fn a_word_put_in_somewhere_leaves_the_rest_alone(lead in text(), rest in text()) {
            // Else the two halves would be one line break.
            prop_assume!(!(lead.ends_with('\r') && rest.starts_with('\n')));
            let edited = format!("{}word{}", normalised(&lead), normalised(&rest));
            prop_assert_eq!(restored(&format!("{lead}{rest}"), &edited), format!("{lead}word{rest}"));
        }
    }

    #[test]
    fn new_line_breaks_are_like_the_first() {
        assert_eq!(restored("a\r\nb\rc\nd", "a\nb\nnew\nc\nd"), "a\r\nb\rnew\r\nc\nd");
        assert_eq!(restored("a\r\nb", "a\nb\nc"), "a\r\nb\r\nc");
        assert_eq!(restored("a\rb", "x\ny\nz"), "x\ry\rz");
        assert_eq!(restored("ab", "a\nb"), "a\nb");
    }

    #[test]
    fn lines_that_went_take_their_line_breaks_with_them() {
        assert_eq!(restored("a\r\nb\nc\rd", "a\nd"), "a\r\nd");
        assert_eq!(restored("a\r\nb\nc\rd", "c\nd"), "c\rd");
        assert_eq!(restored("a\r\nb", ""), "");
        assert_eq!(restored("\ra\n", "\n\n"), "\r\r\n");
    }
}
