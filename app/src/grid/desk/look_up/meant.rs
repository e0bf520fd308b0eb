//! Which key a text stands for, among those that were found.

use crate::error::AppError;
use crate::grid::cell::objection;
use crate::model::cell::CellKind;
use crate::model::page::{Choice, Named};
use crate::model::table::Column;

/// Tells whether a text may be another notation of a key than the one in which keys are listed.
pub fn may_be_key(column: &Column, text: &str) -> bool {
    let written = match column.kind {
        CellKind::Text { .. } | CellKind::Char { .. } => false,
        CellKind::Network => has_digits(text) || text.contains(':'),
        CellKind::Number(_)
        | CellKind::Date
        | CellKind::Time
        | CellKind::TimeWithZone
        | CellKind::Timestamp
        | CellKind::TimestampWithZone
        | CellKind::Interval => has_digits(text),
        _ => true,
    };
    written && objection(column, Some(text)).is_none()
}

/// Numbers, days and times are written with digits, but for those that never end.
fn has_digits(text: &str) -> bool {
    let word = text.trim().trim_start_matches(['-', '+']).to_lowercase();
    let endless = matches!(word.as_str(), "nan" | "inf" | "infinity");
    endless || text.bytes().any(|byte| byte.is_ascii_digit())
}

/// What a text stands for.
#[derive(Debug)]
pub enum Meant {
    /// For itself: it is a key.
    Key(Choice),
    /// For the key of the row that is called so.
    Name(Choice),
}

/// Why it is not known for what a text stands.
#[derive(Debug)]
pub enum Unclear {
    /// Nobody could be asked; why.
    Unasked(String),
    /// Nothing is called so.
    Nothing,
    /// Several are.
    Several,
}

impl Unclear {
    /// What is told of it.
    pub fn told(self) -> String {
        match self {
            Self::Unasked(why) => format!("It could not be looked up what this means. {why}"),
            Self::Nothing => "Nothing was found that is called so. Choose from the list".to_owned(),
            Self::Several => "Several are called so. Choose one from the list".to_owned(),
        }
    }
}

/// What was meant, as the key, else as the label of exactly one row, else as the only one that
/// differs by nothing but capitals; or why nothing was found.
pub fn meant(found: &Result<Named, AppError>, text: &str) -> Result<Meant, Unclear> {
    let found = match found {
        Ok(found) => found.get(text).map_or(&[][..], Vec::as_slice),
        Err(error) => return Err(Unclear::Unasked(error.message.clone())),
    };
    if let Some(key) = found.iter().find(|choice| choice.value == text) {
        return Ok(Meant::Key(key.clone()));
    }
    let (mut named, others): (Vec<_>, Vec<_>) =
        found.iter().partition(|choice| choice.label == text);
    if named.is_empty() {
        let same = |other: &str| other.to_lowercase() == text.to_lowercase();
        named.extend(others.into_iter().filter(|c| same(&c.value) || same(&c.label)));
    }
    match (named.pop(), named.pop()) {
        (Some(choice), None) => Ok(Meant::Name(choice.clone())),
        (Some(_), Some(_)) => Err(Unclear::Several),
        (None, _) => Err(Unclear::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::{Meant, Unclear, may_be_key, meant};
    use crate::error::{AppError, ErrorCode};
    use crate::grid::cell::check::tests::column;
    use crate::model::cell::{CellKind, NumberKind};
    use crate::model::page::{Choice, Named};

    /// What is found of each text, whatever its capitals.
    fn named(texts: &[&str]) -> Named {
        let all = [("1", "Ada"), ("2", "Ada"), ("3", "1"), ("4", "Emmy"), ("5", "Emmy N.")];
        let all = all.map(|(value, label)| Choice { value: value.into(), label: label.into() });
        let alike = |text: &&str| {
            let same = |other: &str| other.eq_ignore_ascii_case(text);
            let found = all.iter().filter(|choice| same(&choice.value) || same(&choice.label));
            ((*text).to_owned(), found.cloned().collect())
        };
        texts.iter().map(alike).collect()
    }

    #[test]
    fn exactly_one_is_meant_or_none() {
        let found = Ok(named(&["Emmy", "1", "emmy", "Ada", "ada"]));
        let key = |text| match meant(&found, text) {
            Ok(Meant::Key(choice) | Meant::Name(choice)) => Some(choice.value),
            Err(_) => None,
        };
        assert_eq!(key("Emmy").as_deref(), Some("4"));
        assert_eq!(key("1").as_deref(), Some("1"));
        assert_eq!(key("emmy").as_deref(), Some("4"));
        assert_eq!(key("Ada"), None);
        assert_eq!(key("ada"), None);
        assert_eq!(key("Emm"), None);
    }

    #[test]
    fn a_key_is_told_from_what_is_called_so_and_none_from_several_or_no_answer() {
        let found = Ok(named(&["1", "Emmy", "Ada"]));
        assert!(matches!(meant(&found, "1"), Ok(Meant::Key(_))));
        assert!(matches!(meant(&found, "Emmy"), Ok(Meant::Name(_))));
        assert!(matches!(meant(&found, "Ada"), Err(Unclear::Several)));
        assert!(matches!(meant(&found, "Emm"), Err(Unclear::Nothing)));
        let offline = Err(AppError::new(ErrorCode::Offline, "Offline"));
        assert!(matches!(meant(&offline, "Emmy"), Err(Unclear::Unasked(_))));
    }

    #[test]
    fn only_what_cannot_be_a_key_is_certainly_none() {
        let may = |kind, text| may_be_key(&column(kind), text);
        let numeric = || CellKind::Number(NumberKind::Numeric { precision: None, scale: None });
        assert!(may(CellKind::Number(NumberKind::Integer), "007"));
        assert!(!may(CellKind::Number(NumberKind::Integer), "Emmy"));
        assert!(may(numeric(), "1e3") && may(numeric(), "-Infinity") && may(numeric(), "NaN"));
        assert!(!may(numeric(), "Emmy"));
        assert!(may(CellKind::Date, "1 Jan 2027") && !may(CellKind::Date, "Emmy"));
        assert!(may(CellKind::Network, "::") && !may(CellKind::Network, "Emmy"));
        assert!(may(CellKind::Uuid, "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}"));
        assert!(!may(CellKind::Uuid, "Emmy"));
        assert!(!may(CellKind::Text { length: None }, "Emmy"));
    }
}
