//! Lines of CSV as in RFC 4180, where a field without a value is empty and an empty text is `""`, as
//! PostgreSQL's own `COPY` tells them apart.

use std::borrow::Cow;

/// Where a spreadsheet may take a field to end.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// Who will read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program: values are exactly as they are.
    Program,
    /// A spreadsheet: the text says that it is UTF-8, and what would be taken for a formula has an
    /// apostrophe before it.
    Spreadsheet,
}

impl Reader {
    /// What the text begins with.
    pub fn start(self) -> &'static str {
        match self {
            Self::Program => "",
            Self::Spreadsheet => "\u{feff}",
        }
    }

    /// Adds a line.
    pub fn line(self, text: &mut String, fields: &[Option<&str>]) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            let Some(field) = field else { continue };
            let field = match self {
                Self::Program => Cow::Borrowed(*field),
                Self::Spreadsheet => Cow::Owned(guarded(field)),
            };
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        }
        text.push_str("\r\n");
    }
}

/// A field with an apostrophe before whatever a spreadsheet would compute, also where it takes
/// semicolons or tabs for the ends of fields, and quotes for their limits.
fn guarded(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    for part in field.split_inclusive(ENDS) {
        if is_formula(part.trim_start_matches('"')) {
            text.push('\'');
        }
        text.push_str(part);
    }
    text
}

/// Whether a spreadsheet would compute it; a negative number is only a number.
fn is_formula(field: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    field.starts_with(signs) && !is_number(field.trim_end_matches(ENDS))
}

/// Whether it is digits, with a point and an exponent at most: an infinity is a name to a spreadsheet.
fn is_number(field: &str) -> bool {
    let parts = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    field.chars().all(parts) && field.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Reader, guarded};

    fn line(reader: Reader, fields: &[Option<&str>]) -> String {
        let mut text = String::new();
        reader.line(&mut text, fields);
        text
    }

    #[test]
    fn nothing_and_an_empty_text_are_told_apart() {
        let fields = [None, Some(""), Some("a, \"b\"\nc"), Some("'1")];
        assert_eq!(line(Reader::Program, &fields), ",\"\",\"a, \"\"b\"\"\nc\",\"'1\"\r\n");
    }

    #[test]
    fn a_spreadsheet_computes_nothing() {
        let fields = [Some("=cmd()"), Some("@x"), Some("-1.5"), Some("-1+2"), Some("\t=1")];
        let safe = "\"'=cmd()\",\"'@x\",\"-1.5\",\"'-1+2\",\"'\t'=1\"\r\n";
        assert_eq!(line(Reader::Spreadsheet, &fields), safe);
        assert_eq!(line(Reader::Spreadsheet, &[Some("a;=1;b")]), "\"a;'=1;b\"\r\n");
        assert!(line(Reader::Program, &fields).starts_with("\"=cmd()\",\"@x\""));
        let quoted = [Some("x;\"=1\";y"), Some("\"@x\"")];
        let safe = "\"x;'\"\"=1\"\";y\",\"'\"\"@x\"\"\"\r\n";
        assert_eq!(line(Reader::Spreadsheet, &quoted), safe);
    }

    #[test]
    fn only_digits_are_a_number() {
        for number in ["-1", "+1", "-1.5", "-.5", "-1e-7", "+2E+3"] {
            assert_eq!(guarded(number), number);
        }
        for name in ["-Infinity", "+inf", "-nan", "-e1", "-1-1", "+1;-2x"] {
            assert_ne!(guarded(name), name);
        }
    }
}
