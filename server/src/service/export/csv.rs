//! Lines of CSV as in RFC 4180, where a field without a value is empty and an empty text is `""`, as
//! PostgreSQL's own `COPY` tells them apart.

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
            text.push('"');
            let quoted = field.replace('"', "\"\"");
            match self {
                Self::Program => text.push_str(&quoted),
                Self::Spreadsheet => guard(text, &quoted),
            }
            text.push('"');
        }
        text.push_str("\r\n");
    }
}

/// Adds a field with an apostrophe before whatever a spreadsheet would compute, also where it takes
/// semicolons or tabs for the ends of fields.
fn guard(text: &mut String, field: &str) {
    for part in field.split_inclusive([';', '\t', '\r', '\n']) {
        if is_formula(part) {
            text.push('\'');
        }
        text.push_str(part);
    }
}

/// Whether a spreadsheet would compute it; a negative number is only a number.
fn is_formula(field: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let ends = [';', '\t', '\r', '\n'];
    field.starts_with(signs) && field.trim_end_matches(ends).parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::Reader;

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
    }
}
