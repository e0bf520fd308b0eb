//! The address of a table as it is looked at: a view, or a question of one's own.

use crate::model::filter::RowQuery;
use crate::model::ids::{TableId, ViewId};
use crate::model::view::SavedView;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The view.
    pub view: Option<ViewId>,
    /// Which rows in which order.
    pub query: RowQuery,
}

/// Reads `?view=` and `?q=`; what cannot be read asks for nothing.
pub fn read(get: impl Fn(&str) -> Option<String>, views: &[SavedView]) -> Asked {
    let id = get("view").and_then(|id| id.parse::<ViewId>().ok());
    let view = id.and_then(|id| views.iter().find(|view| view.id == id));
    let own = get("q").and_then(|text| serde_json::from_str::<RowQuery>(&text).ok());
    let query = own.or_else(|| view.map(|view| view.query.clone())).unwrap_or_default();
    Asked { view: view.map(|view| view.id), query }
}

/// What of an address cannot be read, as it is told; none where all of it can.
pub fn fault(get: impl Fn(&str) -> Option<String>, views: &[SavedView]) -> Option<String> {
    let asked = read(&get, views);
    let lost_view = get("view").is_some() && asked.view.is_none();
    let lost_query = get("q").is_some_and(|text| serde_json::from_str::<RowQuery>(&text).is_err());
    let fault = match (lost_view, lost_query) {
        (_, true) => "This link’s filter cannot be read",
        (true, false) => "The view of this link is not among the views of this table",
        (false, false) => return None,
    };
    let shown = match asked {
        Asked { view: Some(_), .. } => "the rows of its view are shown",
        Asked { query, .. } if query != RowQuery::default() => "the rows of its filter are shown",
        _ => "all rows are shown",
    };
    Some(format!("{fault}; {shown}."))
}

/// Writes an address; a question that is the view's own is left out.
pub fn write(table: TableId, asked: &Asked, views: &[SavedView]) -> String {
    let view = asked.view.and_then(|id| views.iter().find(|view| view.id == id));
    let usual = view.map(|view| view.query.clone()).unwrap_or_default();
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    if let Some(view) = view {
        pairs.append_pair("view", &view.id.to_string());
    }
    if asked.query != usual {
        pairs.append_pair("q", &serde_json::to_string(&asked.query).unwrap_or_default());
    }
    match pairs.finish() {
        pairs if pairs.is_empty() => format!("/tables/{table}"),
        pairs => format!("/tables/{table}?{pairs}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, fault, read, write};
    use crate::model::filter::{Direction, Filter, Operator, RowQuery, SortBy};
    use crate::model::ids::{TableId, ViewId};
    use crate::model::view::{Layout, SavedView};
    use uuid::Uuid;

    fn come_back(asked: &Asked, views: &[SavedView]) -> Asked {
        let address = write(TableId(Uuid::nil()), asked, views);
        let url = url::Url::parse(&format!("http://x{address}")).unwrap();
        let get = |name: &str| {
            url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        read(get, views)
    }

    #[test]
    fn a_link_asks_for_what_was_looked_at() {
        let query = RowQuery {
            sort: vec![SortBy { column: "name & co".to_owned(), direction: Direction::Descending }],
            filters: vec![Filter {
                column: "ü\"".to_owned(),
                operator: Operator::Between,
                operands: vec!["1".to_owned(), "#+ %".to_owned()],
            }],
            search: "a=b&c".to_owned(),
        };
        let view = SavedView {
            id: ViewId(Uuid::max()),
            name: "Mine".to_owned(),
            query: query.clone(),
            layout: Layout::default(),
        };
        let views = [view];
        for asked in [
            Asked { view: None, query: query.clone() },
            Asked { view: Some(views[0].id), query },
            Asked { view: Some(views[0].id), query: RowQuery::default() },
            Asked::default(),
        ] {
            assert_eq!(come_back(&asked, &views), asked);
        }
    }

    #[test]
    fn a_broken_link_asks_for_nothing_and_is_told() {
        let broken = |_: &str| Some("{".to_owned());
        assert_eq!(read(broken, &[]), Asked::default());
        let told = "This link’s filter cannot be read; all rows are shown.";
        assert_eq!(fault(broken, &[]).as_deref(), Some(told));
        let view = |name: &str| (name == "view").then(|| Uuid::nil().to_string());
        let told =
            "The view of this link is not among the views of this table; all rows are shown.";
        assert_eq!(fault(view, &[]).as_deref(), Some(told));
        assert_eq!(fault(|_| None, &[]), None);
    }
}
