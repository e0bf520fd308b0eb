//! Names that people give to things: one line of text, and not a long one.

use crate::error::Problem;

/// The field of every form that a name is typed into, as problems name it.
pub const FIELD: &str = "name";
/// The most characters of a name.
pub const MAX_CHARS: usize = 100;

/// Checks a name and trims it; a control character would make it look like another one, and
/// PostgreSQL takes no NUL.
///
/// # Errors
/// When it is empty, longer than `MAX_CHARS` characters or more than one line of text.
pub fn check_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Problem::field(FIELD, "required", "Enter a name"));
    }
    if name.chars().count() > MAX_CHARS {
        let message = format!("A name has at most {MAX_CHARS} characters");
        return Err(Problem::field(FIELD, "too_long", message));
    }
    if name.chars().any(char::is_control) {
        return Err(Problem::field(FIELD, "control_character", "A name is one line of text")
            .hint("Remove line breaks, tabs and invisible characters"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_trimmed_line() {
        assert_eq!(check_name("  Cost centres ").unwrap(), "Cost centres");
        let code = |name: &str| check_name(name).unwrap_err().code;
        assert_eq!(code(" "), "required");
        assert_eq!(code(&"x".repeat(101)), "too_long");
        for name in ["a\0b", "a\nb", "a\u{7f}"] {
            assert_eq!(code(name), "control_character", "{name:?}");
        }
    }
}
