//! Creating tables in the target.

use super::ground::{Ground, insert, texts, told};
use crate::product::{Engine, both};
use app::model::ids::TableId;
use app::model::table::{ColumnDefault, ColumnDraft, ColumnType, Key, TableDraft};
use serde_json::json;

both!(
    a_table_is_created_as_previewed,
    keys_and_numbers_that_were_asked_for_are_in_the_catalog,
    keys_and_numbers_that_were_asked_for_are_in_force,
    a_name_that_is_there_is_told_at_its_field,
);

fn draft() -> TableDraft {
    let column = |name: &str, kind| ColumnDraft { name: name.into(), ..ColumnDraft::new(kind) };
    TableDraft {
        name: "Price list \"2027\"".to_owned(),
        columns: vec![
            ColumnDraft::identity(),
            ColumnDraft { required: true, unique: true, ..column("article", ColumnType::Text) },
            ColumnDraft {
                default: ColumnDefault::Value("it's \\ 0".to_owned()),
                comment: "What's \"it\"?".to_owned(),
                ..column("note", ColumnType::Text)
            },
            ColumnDraft { default: ColumnDefault::Now, ..column("since", ColumnType::Date) },
        ],
        comment: "Prices".to_owned(),
    }
}

async fn a_table_is_created_as_previewed(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let place = ground.place(json!({ "draft": draft() }));
    let preview = ground.admin.done("table/preview", place.clone()).await;
    assert!(preview.as_str().unwrap().contains("\"Price list \"\"2027\"\"\""), "{preview}");
    let table = ground.admin.done("table/create", place).await;
    let id = serde_json::from_value(table["id"].clone()).unwrap();
    let opened = ground.open(id).await;
    assert_eq!(opened.key, Key::Primary(vec!["id".to_owned()]));
    assert_eq!(opened.comment.as_deref(), Some("Prices"));
    assert_eq!(opened.columns[2].comment.as_deref(), Some("What's \"it\"?"));
    let required: Vec<_> =
        opened.columns.iter().filter(|column| column.required).map(|c| c.name.as_str()).collect();
    assert_eq!(required, ["article"]);
    ground.saved(id, &[insert(&[("article", Some("4711"))])]).await;
    let page = ground.page(id).await;
    assert_eq!(texts(&page.rows[0])[..3], [Some("1"), Some("4711"), Some("it's \\ 0")]);
}

/// A table with a key of two columns, a column whose values are unique, and numbers that PostgreSQL
/// gives.
async fn budget(ground: &Ground) -> TableId {
    let column = |name: &str, kind| ColumnDraft { name: name.into(), ..ColumnDraft::new(kind) };
    let columns = vec![
        ColumnDraft { primary: true, ..column("region", ColumnType::Text) },
        ColumnDraft { unique: true, ..column("code", ColumnType::Text) },
        ColumnDraft { primary: true, ..column("year", ColumnType::Integer) },
        ColumnDraft { primary: false, name: "number".into(), ..ColumnDraft::identity() },
    ];
    let draft = TableDraft { name: "budget".into(), columns, comment: String::new() };
    let made = ground.admin.done("table/create", ground.place(json!({ "draft": draft }))).await;
    serde_json::from_value(made["id"].clone()).unwrap()
}

async fn keys_and_numbers_that_were_asked_for_are_in_the_catalog(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let id = budget(&ground).await;
    assert_eq!(ground.open(id).await.key, Key::Primary(vec!["region".into(), "year".into()]));
    let rules = "select string_agg(pg_get_constraintdef(oid), '; ' order by contype)
        from pg_constraint where conrelid = '$s.budget'::regclass and contype in ('p', 'u')";
    let rules = ground.read(rules).await;
    assert_eq!(rules.as_deref(), Some("PRIMARY KEY (region, year); UNIQUE (code)"));
    let columns = "select string_agg(
          concat_ws(' ', attname, attnotnull, nullif(attidentity::text, '')), ', ' order by attnum)
        from pg_attribute where attrelid = '$s.budget'::regclass and attnum > 0";
    let columns = ground.read(columns).await;
    assert_eq!(columns.as_deref(), Some("region t, code f, year t, number t a"));
}

async fn keys_and_numbers_that_were_asked_for_are_in_force(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let id = budget(&ground).await;
    let row = |region, year, code| {
        insert(&[("region", Some(region)), ("year", Some(year)), ("code", code)])
    };
    let rows = [row("EU", "2026", Some("A")), row("EU", "2027", None), row("US", "2026", None)];
    ground.saved(id, &rows).await;
    let numbers = "select string_agg(number::text, ' ' order by number) from $s.budget";
    assert_eq!(ground.read(numbers).await.as_deref(), Some("1 2 3"));
    let told = async |change| told(&ground.save(id, &[change]).await);
    assert_eq!(told(row("EU", "2026", None)).await, ["region taken", "year taken"]);
    assert_eq!(told(row("EU", "2028", Some("A"))).await, ["code taken"]);
    let nameless = insert(&[("year", Some("2026"))]);
    assert_eq!(told(nameless).await, ["region required"]);
    let given = [("region", Some("UK")), ("year", Some("2026")), ("number", Some("9"))];
    assert_eq!(told(insert(&given)).await, ["number locked"]);
}

async fn a_name_that_is_there_is_told_at_its_field(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let draft = TableDraft { name: "employee".to_owned(), ..draft() };
    let answer = ground.admin.call("table/create", ground.place(json!({ "draft": draft }))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
    // Connected, and gone from the target since: it must not be made there without its entry.
    ground.connect("employee").await;
    ground.run("drop table $s.employee").await;
    let draft = TableDraft { name: "employee".to_owned(), ..self::draft() };
    let answer = ground.admin.call("table/create", ground.place(json!({ "draft": draft }))).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: taken"));
    assert_eq!(ground.read("select to_regclass('$s.employee')::text").await, None);
    let mut cut = TableDraft { comment: "a\0b".to_owned(), ..self::draft() };
    "c\0d".clone_into(&mut cut.columns[1].comment);
    let answer = ground.admin.call("table/create", ground.place(json!({ "draft": cut }))).await;
    let problems = answer.json()["problems"].clone();
    let at = [0, 1].map(|at| problems[at]["at"]["field"].clone());
    assert_eq!((answer.status, at), (422, [json!("columns.1.comment"), json!("comment")]));
    let empty = json!({ "draft": TableDraft::default() });
    let answer = ground.admin.call("table/create", ground.place(empty)).await;
    assert_eq!((answer.status, answer.problem().as_str()), (422, "name: required"));
}

/// The role of a read-only connection has no CREATE; somebody who needs it is told what to grant.
#[tokio::test]
async fn a_role_without_create_is_told_what_to_grant() {
    let ground = Ground::new(Engine::Sqlite, "").await;
    let role = crate::probe::scene::quoted(&ground.draft.username);
    ground.run(&format!("revoke create on schema $s from {role}")).await;
    let answer = ground.admin.call("table/create", ground.place(json!({ "draft": draft() }))).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    let hint = answer.json()["hint"].as_str().unwrap_or_default().to_owned();
    assert!(hint.contains("GRANT") && hint.contains("CREATE"), "{}", answer.body);
}
