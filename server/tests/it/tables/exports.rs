//! The history and the audit log as files.

use super::ground::{Ground, insert, update};
use crate::product::{Answer, Engine, Person, both};
use app::model::access::SiteRight;

both!(
    the_history_is_a_file_of_whole_values,
    the_audit_log_is_a_file_of_all_that_the_filter_lets_through,
);

const SQL: &str = "
    create table $s.note (id int primary key, text text, \"=1\" text);
    insert into $s.note values (1, null, '')";

async fn file(person: &Person, path: &str) -> Answer {
    let answer = person.open(path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").starts_with("attachment; filename="));
    answer
}

/// What stands between two moments of a line: from the state on, without the ids at the end.
fn middles(csv: &str) -> Vec<String> {
    let lines = csv.split("\r\n").skip(1).filter(|line| !line.is_empty());
    let middle = |line: &str| {
        let fields: Vec<_> = line.split(',').collect();
        fields[2..fields.len() - 2].join(",")
    };
    lines.map(middle).collect()
}

async fn the_history_is_a_file_of_whole_values(engine: Engine) {
    let ground = Ground::new(engine, SQL).await;
    let id = ground.connect("note").await;
    let long = "x".repeat(300_000);
    let row = ground.page(id).await.rows.remove(0);
    ground.saved(id, &[update(&row, "text", None, Some(&long))]).await;
    let row = ground.page(id).await.rows.remove(0);
    ground.saved(id, &[update(&row, "=1", Some(""), Some("=cmd()"))]).await;
    let path = format!("/tables/{id}/history.csv");
    let csv = file(&ground.admin, &path).await.body;
    let texts = [
        "\"Saved\",\"Updated\",\"[\"\"1\"\"]\",\"=1\",\"\",\"=cmd()\"".to_owned(),
        format!("\"Saved\",\"Updated\",\"[\"\"1\"\"]\",\"text\",,\"{long}\""),
    ];
    assert!(csv.starts_with("\"at\",\"by\",\"state\""), "{}", &csv[..100]);
    assert_eq!(middles(&csv), texts);
    let one = file(&ground.admin, &format!("{path}?column=%3D1&for=spreadsheet")).await.body;
    assert!(one.starts_with("\u{feff}\"at\""));
    let safe = "\"Saved\",\"Updated\",\"[\"\"1\"\"]\",\"'=1\",\"\",\"'=cmd()\"";
    assert_eq!(middles(&one), [safe]);
    let nobody = ground.product.person_with(&[]).await;
    assert_eq!(nobody.open(&path).await.status, 404);
    assert_eq!(ground.product.stranger().open(&path).await.status, 303);
    let manager = ground.product.person_with(&[SiteRight::ManageTables]).await;
    assert_eq!(manager.open(&path).await.status, 403);
}

async fn the_audit_log_is_a_file_of_all_that_the_filter_lets_through(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    for name in 0..60 {
        ground.saved(table, &[insert(&[("name", Some(&name.to_string()))])]).await;
    }
    let path = "/administration/audit-log.csv";
    let csv = file(&ground.admin, &format!("{path}?action=rows_committed")).await.body;
    let lines: Vec<_> = csv.split("\r\n").filter(|line| line.contains("Rows changed")).collect();
    assert_eq!(lines.len(), 60, "more than a page of them");
    let csv = file(&ground.admin, path).await.body;
    let noted = csv.split("\r\n").filter(|line| line.contains("Audit log exported")).count();
    assert_eq!(noted, 2, "taking it away is in it too");
    let reader = ground.product.person_with(&[SiteRight::Read]).await;
    assert_eq!(reader.open(path).await.status, 403);
}
