//! Whatever a name or a value is made of: it stays a name or a value.

use super::scene::{Scene, firsts, insert, request, update};
use app::model::filter::{Filter, Operator, RowQuery};
use app::model::ident::Ident;
use app::model::page::PageRequest;
use app::model::table::{ColumnDefault, ColumnDraft, ColumnType, TableDraft};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use server::target::ddl;

/// How many arbitrary tables.
const TABLES: usize = 12;

fn one<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    strategy.new_tree(runner).unwrap().current()
}

/// Quotes, comments, parameters and anything else; blanks around a name are not kept.
fn name(runner: &mut TestRunner) -> String {
    let names = "(?s)[^\0]{1,15}|[\"'; $1\\\\a-]{1,40}";
    let kept = names.prop_map(|name: String| name.trim().to_owned());
    one(kept.prop_filter("a name", |name| Ident::new(name.clone()).is_ok()), runner)
}

fn text(runner: &mut TestRunner) -> String {
    one("(?s)[^\0]{0,30}|['\\\\$1;\"E -]{0,20}", runner)
}

#[tokio::test]
async fn names_and_values_stay_what_they_are() {
    let scene = Scene::new("").await;
    let mut runner = TestRunner::default();
    for number in 0..TABLES {
        let (table, column) = (format!("{}{number}", name(&mut runner)), name(&mut runner));
        let (default, comment) = (text(&mut runner), text(&mut runner));
        let draft = TableDraft {
            name: table.chars().rev().take(14).collect(),
            columns: vec![
                ColumnDraft { name: format!("{column}x"), ..ColumnDraft::identity() },
                ColumnDraft {
                    name: column.clone(),
                    default: ColumnDefault::Value(default.clone()),
                    comment: comment.clone(),
                    ..ColumnDraft::new(ColumnType::Text)
                },
            ],
            comment,
        };
        let Ok(checked) = draft.check() else { continue };
        let created = ddl::create(scene.lease().await, &checked).await;
        created.unwrap_or_else(|error| panic!("{error:?}")).commit().await.unwrap();
        let table = checked.name.as_str();
        scene.save(table, &[insert(&[])]).await;
        let opened = scene.open(table).await;
        assert_eq!((&opened.columns[1].name, &opened.comment), (&column, &checked.comment));
        assert_eq!(opened.columns[1].comment, checked.columns[1].comment);
        let rows = scene.rows(table).await;
        assert_eq!(rows[0].cells[1].shown(), Some(default.as_str()));
        let value = text(&mut runner);
        if value != default {
            let change = update(&rows[0], &[(&column, Some(&default), Some(&value))]);
            scene.save(table, &[change]).await;
        }
        let operands = vec![value];
        let filters = vec![Filter { column, operator: Operator::Equals, operands }];
        let query = RowQuery { filters, ..RowQuery::default() };
        let page = scene.page(table, &PageRequest { query, ..request(0, 5) }).await.unwrap();
        assert_eq!(firsts(&page.rows), ["1"]);
    }
    assert_eq!(scene.rows("employee").await.len(), 0);
}
