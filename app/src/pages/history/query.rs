//! The filter as the address's query, both ways.

use crate::model::history::HistoryFilter;
use crate::model::ids::TableId;
use crate::pages::day::{FROM, TO, day};
use url::form_urlencoded::Serializer;

/// One row, by the texts of its key as a JSON array.
pub const ROW: &str = "row";
/// One column.
pub const COLUMN: &str = "column";
/// One person.
pub const ACTOR: &str = "actor";

/// Where a table's history is.
pub fn path(table: TableId) -> String {
    format!("/tables/{table}/history")
}

/// Reads a filter; what cannot be read does not filter.
pub fn read(get: impl Fn(&str) -> Option<String>) -> HistoryFilter {
    HistoryFilter {
        row: get(ROW).and_then(|text| serde_json::from_str(&text).ok()),
        column: get(COLUMN).filter(|column| !column.is_empty()),
        actor: get(ACTOR).and_then(|text| text.parse().ok()),
        from: get(FROM).and_then(|text| day(&text)),
        to: get(TO).and_then(|text| day(&text)),
    }
}

/// A row's key as the query has it.
pub fn row_text(key: &[String]) -> String {
    serde_json::to_string(key).unwrap_or_default()
}

/// The page's address with a filter; what does not filter is left out.
pub fn address(table: TableId, filter: &HistoryFilter) -> String {
    with(path(table), filter)
}

/// Where the changes that a filter lets through are as a file.
pub fn file(table: TableId, filter: &HistoryFilter) -> String {
    with(format!("{}.csv", path(table)), filter)
}

fn with(path: String, filter: &HistoryFilter) -> String {
    let pairs = [
        (ROW, filter.row.as_deref().map(row_text)),
        (COLUMN, filter.column.clone()),
        (ACTOR, filter.actor.map(|actor| actor.to_string())),
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
    use super::{address, path, read};
    use crate::model::history::HistoryFilter;
    use crate::model::ids::{TableId, UserId};
    use crate::pages::day::day;
    use url::Url;
    use uuid::Uuid;

    const TABLE: TableId = TableId(Uuid::from_u128(3));

    /// What a browser makes of the address.
    fn reopen(address: &str) -> HistoryFilter {
        let url = Url::parse(&format!("http://localhost{address}")).unwrap();
        read(|name| {
            let mut pairs = url.query_pairs();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        })
    }

    #[test]
    fn a_shared_link_shows_the_same_changes() {
        let filter = HistoryFilter {
            row: Some(vec!["a\"b, c".to_owned(), String::new(), "R&D = 100 % + é".to_owned()]),
            column: Some("\"; drop table x; --".to_owned()),
            actor: Some(UserId(Uuid::from_u128(7))),
            from: day("2026-02-28"),
            to: day("2026-03-01"),
        };
        assert_eq!(reopen(&address(TABLE, &filter)), filter);
    }

    #[test]
    fn an_empty_filter_leaves_no_trace_and_nonsense_does_not_filter() {
        assert_eq!(address(TABLE, &HistoryFilter::default()), path(TABLE));
        let nonsense = format!("{}?row=[1&column=&actor=x&from=2026-02-30&to=", path(TABLE));
        assert_eq!(reopen(&nonsense), HistoryFilter::default());
    }
}
