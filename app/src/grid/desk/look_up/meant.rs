//! Which key a text stands for, among those that were found.

use crate::error::AppError;
use crate::grid::cell::objection;
use crate::model::cell::CellKind;
use crate::model::page::{Choice, Named};
use crate::model::table::Column;

/// Tells whether a text may be another notation of a key than the one in which keys are listed.
pub fn may_be_key(column: &Column, text: &str) -> bool {
    let is_text = matches!(column.kind, CellKind::Text { .. } | CellKind::Char { .. });
    !is_text && objection(column, Some(text)).is_none()
}

/// What was meant, as the key, else as the label of exactly one row, else as the only one that
/// differs by nothing but capitals; or why nothing was found.
pub fn meant(found: &Result<Named, AppError>, text: &str) -> Result<Choice, String> {
    let found = match found {
        Ok(found) => found.get(text).map_or(&[][..], Vec::as_slice),
        Err(error) => {
            return Err(format!("It could not be looked up what this means. {}", error.message));
        }
    };
    if let Some(key) = found.iter().find(|choice| choice.value == text) {
        return Ok(key.clone());
    }
    let (mut named, others): (Vec<_>, Vec<_>) =
        found.iter().partition(|choice| choice.label == text);
    if named.is_empty() {
        let same = |other: &str| other.to_lowercase() == text.to_lowercase();
        named.extend(others.into_iter().filter(|c| same(&c.value) || same(&c.label)));
    }
    match (named.pop(), named.pop()) {
        (Some(choice), None) => Ok(choice.clone()),
        (Some(_), Some(_)) => Err("Several are called so. Choose one from the list".to_owned()),
        (None, _) => Err("Nothing was found that is called so. Choose from the list".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{may_be_key, meant};
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
        let key = |text| meant(&found, text).map(|choice| choice.value).ok();
        assert_eq!(key("Emmy").as_deref(), Some("4"));
        assert_eq!(key("1").as_deref(), Some("1"));
        assert_eq!(key("emmy").as_deref(), Some("4"));
        assert_eq!(key("Ada"), None);
        assert_eq!(key("ada"), None);
        assert_eq!(key("Emm"), None);
        assert!(meant(&Err(AppError::new(ErrorCode::Offline, "Offline")), "Emmy").is_err());
    }

    #[test]
    fn only_what_cannot_be_a_key_is_certainly_none() {
        let number = column(CellKind::Number(NumberKind::Integer));
        let uuid = column(CellKind::Uuid);
        assert!(may_be_key(&number, "007"));
        assert!(!may_be_key(&number, "Emmy"));
        assert!(may_be_key(&uuid, "{A0EEBC999C0B4EF8BB6D6BB9BD380A11}"));
        assert!(!may_be_key(&uuid, "Emmy"));
        assert!(!may_be_key(&column(CellKind::Text { length: None }), "Emmy"));
    }
}
