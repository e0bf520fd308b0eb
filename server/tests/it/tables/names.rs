//! Names as long as PostgreSQL can hold them, made for trouble: they stay names wherever they go.

use super::ground::{Ground, insert, texts, told, update};
use crate::probe::scene::quoted;
use crate::product::{Engine, both};
use app::model::ids::TableId;
use app::model::table::{ColumnDraft, ColumnType, TableDraft};
use serde_json::json;

both!(the_longest_names_go_through_create_rename_history_and_drop);

/// Names of 63 bytes: quotes, marks that turn the direction of text, characters of several bytes up
/// to the last one.
fn names() -> [String; 6] {
    let names = [
        "\"".repeat(63),
        "'".repeat(62) + "\\",
        "\u{202e}".repeat(20) + "\u{200f}",
        "ä".repeat(30) + "€",
        "😀".repeat(15) + "é\"",
        format!("{:x<63}", "\"; drop table employee; -- <img src=x onerror=alert(1)>"),
    ];
    assert!(names.iter().all(|name| name.len() == 63));
    names
}

/// Creates a table of a name with a unique column of the same name.
async fn create(ground: &Ground, name: &str) -> TableId {
    let (own, comment) = (name.to_owned(), name.to_owned());
    let text = ColumnDraft { unique: true, comment, ..ColumnDraft::new(ColumnType::Text) };
    let columns = vec![ColumnDraft::identity(), ColumnDraft { name: own.clone(), ..text }];
    let draft = TableDraft { name: own.clone(), columns, comment: own };
    let made = ground.admin.done("table/create", ground.place(json!({ "draft": draft }))).await;
    serde_json::from_value(made["id"].clone()).unwrap()
}

async fn the_longest_names_go_through_create_rename_history_and_drop(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let names = names();
    let next = names.iter().cycle().skip(1);
    for (name, other) in names.iter().zip(next) {
        let table = create(&ground, name).await;
        let opened = ground.open(table).await;
        assert_eq!((&opened.table.name, opened.comment.as_ref()), (name, Some(name)));
        let column = &opened.columns[1];
        assert_eq!((&column.name, column.comment.as_ref()), (name, Some(name)));
        let row = insert(&[(name, Some(name))]);
        ground.saved(table, std::slice::from_ref(&row)).await;
        // PostgreSQL has cut the name that it gave to this rule.
        assert_eq!(told(&ground.save(table, &[row]).await), [format!("{name} taken")]);
        let rename = json!({ "id": table, "column": name, "name": other });
        ground.admin.done("table/rename_column", rename).await;
        let rows = ground.page(table).await.rows;
        ground.saved(table, &[update(&rows[0], other, Some(name), Some("x"))]).await;
        let sets = ground.history(table).await.change_sets;
        let columns = sets.iter().map(|set| set.rows[0].cells.last().unwrap().column.as_str());
        assert_eq!(columns.collect::<Vec<_>>(), [other.as_str(), name]);
        assert_eq!(sets[1].renamed, [(name.clone(), other.clone())].into());
        let of_column = ground.history_where(table, json!({ "column": other })).await;
        assert_eq!(of_column.change_sets.len(), 2);
        ground.restored(json!({ "table": table, "change_set": sets[0].id, "row": null })).await;
        assert_eq!(texts(&ground.page(table).await.rows[0]), [Some("1"), Some(name.as_str())]);
        let csv = ground.admin.open(&format!("/tables/{table}/history.csv")).await;
        assert!(csv.body.contains(&name.replace('"', "\"\"")), "{}", csv.body);
        let drop = json!({ "id": table, "confirmation": name });
        ground.admin.done("table/drop_table", drop).await;
    }
    assert_eq!(ground.read("select count(*)::text from $s.employee").await.as_deref(), Some("0"));
}

#[tokio::test]
async fn a_name_that_postgresql_would_cut_off_is_refused() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let table = ground.connect("employee").await;
    ground.own("employee").await;
    // Each ends in the middle of a character where PostgreSQL cuts.
    for name in ["ä".repeat(32), "x".repeat(62) + "€", "😀".repeat(16)] {
        let mut draft = TableDraft { name: name.clone(), ..TableDraft::default() };
        draft.columns[1].name.clone_from(&name);
        let answer = ground.admin.call("table/create", ground.place(json!({ "draft": draft })));
        let answer = answer.await.json();
        let problems = answer["problems"].as_array().unwrap();
        let at = problems.iter().map(|one| (one["at"]["field"].clone(), one["code"].clone()));
        let expected = ["name", "columns.1.name"].map(|at| (json!(at), json!("invalid_name")));
        assert_eq!(at.collect::<Vec<_>>(), expected);
        let rename = json!({ "id": table, "column": "name", "name": name });
        let answer = ground.admin.call("table/rename_column", rename).await;
        assert_eq!(answer.problem(), "name: invalid_name");
    }
}

#[tokio::test]
async fn rules_of_the_longest_names_are_told_at_their_cells() {
    let names = names();
    let all = names.iter().enumerate().map(|(at, name)| {
        let name = quoted(name);
        format!(
            "create table $s.rule{at} (id int primary key, a int constraint {name} check (a > 0));
             create table $s.taken{at} (id int primary key, b int constraint {name} unique);
             create table $s.linked{at} (
               id int primary key, c int constraint {name} references $s.rule{at});"
        )
    });
    let ground = Ground::new(Engine::Sqlite, &all.collect::<String>()).await;
    for (at, name) in names.iter().enumerate() {
        let broken = async |table: &str, ids: &[&str], cell: (&str, &str)| {
            let table = ground.connect(&format!("{table}{at}")).await;
            let row = |id: &&str| insert(&[("id", Some(*id)), (cell.0, Some(cell.1))]);
            ground.save(table, &ids.iter().map(row).collect::<Vec<_>>()).await
        };
        assert_eq!(told(&broken("taken", &["1", "2"], ("b", "7")).await), ["b taken"]);
        assert_eq!(told(&broken("linked", &["1"], ("c", "7")).await), ["c reference_missing"]);
        let answer = broken("rule", &["1"], ("a", "-1")).await;
        assert_eq!(told(&answer), ["a check_failed"]);
        // Marks that turn the direction of what stands around them are not shown.
        let shown: String = name.chars().filter(|c| !"\u{202e}\u{200f}".contains(*c)).collect();
        let message = answer.json()["problems"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(&shown), "{message}");
        assert!(!message.contains('\u{202e}'), "{message}");
    }
}
