//! The filter as the address's query, both ways.

use crate::model::audit::{AuditAction, AuditFilter};
use crate::pages::day::{FROM, TO, day};
use url::form_urlencoded::Serializer;

/// Where the page is.
pub const PATH: &str = "/administration/audit-log";
/// The person.
pub const ACTOR: &str = "person";
/// The action.
pub const ACTION: &str = "action";
/// The text.
pub const TEXT: &str = "text";

/// Reads a filter; what cannot be read does not filter.
pub fn read(get: impl Fn(&str) -> Option<String>) -> AuditFilter {
    AuditFilter {
        actor: get(ACTOR).and_then(|text| text.parse().ok()),
        action: get(ACTION).and_then(|code| AuditAction::from_code(&code)),
        text: get(TEXT).unwrap_or_default().trim().to_owned(),
        from: get(FROM).and_then(|text| day(&text)),
        to: get(TO).and_then(|text| day(&text)),
    }
}

/// The page's address with a filter; what does not filter is left out.
pub fn address(filter: &AuditFilter) -> String {
    with(PATH.to_owned(), filter)
}

/// Where the entries that a filter lets through are as a file.
pub fn file(filter: &AuditFilter) -> String {
    with(format!("{PATH}.csv"), filter)
}

fn with(path: String, filter: &AuditFilter) -> String {
    let pairs = [
        (ACTOR, filter.actor.map(|actor| actor.to_string())),
        (ACTION, filter.action.map(|action| action.code().to_owned())),
        (TEXT, Some(filter.text.trim().to_owned()).filter(|text| !text.is_empty())),
        (FROM, filter.from.map(|day| day.to_string())),
        (TO, filter.to.map(|day| day.to_string())),
    ];
    let mut query = Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    match query.finish() {
        none if none.is_empty() => path,
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{PATH, address, read};
    use crate::model::audit::{AuditAction, AuditFilter};
    use crate::model::ids::UserId;
    use crate::pages::day::day;
    use url::Url;
    use uuid::Uuid;

    fn reopen(address: &str) -> AuditFilter {
        let url = Url::parse(&format!("http://localhost{address}")).unwrap();
        read(|name| {
            let mut pairs = url.query_pairs();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        })
    }

    #[test]
    fn a_shared_link_shows_the_same_entries() {
        let filter = AuditFilter {
            actor: Some(UserId(Uuid::from_u128(7))),
            action: Some(AuditAction::FolderMoved),
            text: "R&D = 100 % + é".to_owned(),
            from: day("2026-02-28"),
            to: day("2026-03-01"),
        };
        assert_eq!(reopen(&address(&filter)), filter);
    }

    #[test]
    fn an_empty_filter_leaves_no_trace_in_the_address() {
        assert_eq!(address(&AuditFilter::default()), PATH);
        assert_eq!(reopen(PATH), AuditFilter::default());
    }

    #[test]
    fn nonsense_in_the_address_does_not_filter() {
        let address = format!("{PATH}?person=x&action=y&from=2026-02-30&to=&text=");
        assert_eq!(reopen(&address), AuditFilter::default());
    }
}
