//! The history and the audit log as files.

use super::ground::{Ground, delete, insert, request, update};
use crate::product::{Answer, Engine, Person, both};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::audit::AuditFilter;
use app::model::history::HistoryFilter;
use app::model::ids::{TableId, UserId};
use app::model::page::{Page, Row};
use futures::{Stream, StreamExt};
use serde_json::json;
use server::error::ServiceError;
use server::service::export::{self, Reader};
use std::pin::pin;

both!(
    the_history_is_a_file_of_whole_values,
    the_audit_log_is_a_file_of_all_that_the_filter_lets_through,
    a_history_of_many_change_sets_is_a_file_of_all_of_them,
    large_values_of_a_history_come_one_after_the_other,
    a_file_ends_with_the_session,
    a_history_ends_where_the_right_to_read_it_is_taken_away,
    an_audit_log_ends_where_the_right_to_read_it_is_taken_away,
    columns_are_told_by_their_names_of_now_however_many_rows_a_save_has,
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

/// More than a page of change sets, and one of more rows than are read at once.
async fn a_history_of_many_change_sets_is_a_file_of_all_of_them(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    let many: Vec<_> = (0..450).map(|_| insert(&[("name", Some("many"))])).collect();
    ground.saved(table, &many).await;
    for number in 0..60 {
        ground.saved(table, &[insert(&[("name", Some(&number.to_string()))])]).await;
    }
    let path = format!("/tables/{table}/history.csv");
    let csv = file(&ground.admin, &path).await.body;
    assert_eq!(csv.lines().count(), 1 + (450 + 60) * 2);
    let last = csv.lines().last().unwrap();
    assert!(last.contains("\"[\"\"450\"\"]\",\"name\",,\"many\""), "{last}");
    let one = file(&ground.admin, &format!("{path}?row=%5B%22300%22%5D")).await.body;
    assert_eq!(one.lines().count(), 3, "{one}");
    let name = file(&ground.admin, &format!("{path}?row=%5B%22455%22%5D&column=name")).await.body;
    assert_eq!(middles(&name), ["\"Saved\",\"Inserted\",\"[\"\"455\"\"]\",\"name\",,\"4\""]);
}

async fn large_values_of_a_history_come_one_after_the_other(engine: Engine) {
    let sql = "create table $s.file (id int primary key, text text);
        insert into $s.file select id, repeat('x', 1500000) from generate_series(1, 12) id";
    let ground = Ground::new(engine, sql).await;
    let table = ground.connect("file").await;
    let rows = ground.page(table).await.rows;
    ground.saved(table, &rows.iter().map(delete).collect::<Vec<_>>()).await;
    let op = ground.product.op(&ground.admin).await;
    let (site, all) = (&ground.product.site, HistoryFilter::default());
    let file = export::history(site, &op, table, all, Reader::Program).await.unwrap();
    let pieces: Vec<_> = file.map(|piece| piece.unwrap()).collect().await;
    assert_eq!(middles(&pieces.concat()).len(), 24);
    let longest = pieces.iter().map(String::len).max().unwrap();
    assert!(longest < 2_000_000, "{longest} bytes at once");
}

async fn a_file_ends_with_the_session(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let (site, table) = (&ground.product.site, ground.connect("employee").await);
    ground.saved(table, &[insert(&[("name", Some("Ada"))])]).await;
    let admin = ground.product.admin().await;
    let op = ground.product.op(&admin).await;
    let filter = HistoryFilter::default();
    let history = export::history(site, &op, table, filter, Reader::Program).await.unwrap();
    let filter = AuditFilter::default();
    let log = export::audit_log(site, &op, filter, Reader::Program).await.unwrap();
    let (mut history, mut log) = (pin!(history), pin!(log));
    assert!(history.next().await.unwrap().is_ok() && log.next().await.unwrap().is_ok());
    admin.submit("/sign-out", &[]).await;
    for piece in [history.next().await, log.next().await] {
        match piece.unwrap() {
            Err(ServiceError::App(error)) => assert_eq!(error.code, ErrorCode::Unauthenticated),
            piece => panic!("{piece:?}"),
        }
    }
}

/// Reads until some rows have come, takes the right away, and gives what came and how it ended.
async fn cut_short(
    ground: &Ground,
    reader: UserId,
    lines: impl Stream<Item = Result<String, ServiceError>>,
) -> (String, ErrorCode) {
    let (mut lines, mut csv) = (pin!(lines), String::new());
    while csv.matches("\r\n").count() < 10 {
        csv += &lines.next().await.expect("there is more").unwrap();
    }
    let edit = json!({ "name": "Grace", "access": { "rights": ["manage_tables"] } });
    ground.admin.done("user/edit", json!({ "id": reader, "edit": edit })).await;
    let error = lines.next().await.expect("it has not come to its end").unwrap_err();
    assert!(lines.next().await.is_none(), "nothing follows");
    (csv, AppError::from(error).code)
}

async fn a_history_ends_where_the_right_to_read_it_is_taken_away(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    ground.saved(table, &vec![insert(&[("name", Some("x"))]); 500]).await;
    let grace = ground.product.person_with(&[SiteRight::Read]).await;
    let op = ground.product.op(&grace).await;
    let (site, all) = (&ground.product.site, HistoryFilter::default());
    let lines = export::history(site, &op, table, all, Reader::Program).await.unwrap();
    let (csv, ended) = cut_short(&ground, op.me.id, lines).await;
    assert_eq!(ended, ErrorCode::Forbidden);
    let rows = csv.matches("Inserted").count() / 2;
    assert!(0 < rows && rows < 500, "{rows} of them");
}

async fn an_audit_log_ends_where_the_right_to_read_it_is_taken_away(engine: Engine) {
    let ground = Ground::new(engine, "").await;
    let table = ground.connect("employee").await;
    for _ in 0..30 {
        ground.saved(table, &[insert(&[("name", Some("x"))])]).await;
    }
    let grace = ground.product.person_with(&[SiteRight::ViewAuditLog]).await;
    let op = ground.product.op(&grace).await;
    let (site, all) = (&ground.product.site, AuditFilter::default());
    let lines = export::audit_log(site, &op, all, Reader::Program).await.unwrap();
    let (csv, ended) = cut_short(&ground, op.me.id, lines).await;
    assert_eq!(ended, ErrorCode::Forbidden);
    assert!(csv.matches("Rows changed").count() < 30, "{csv}");
}

/// Rows from a number on.
async fn rows(ground: &Ground, table: TableId, from: u64) -> Vec<Row> {
    let mut asked = request(table);
    (asked["from"], asked["count"]) = (json!(from), json!(200));
    let page = ground.admin.done("row/page", json!({ "request": asked })).await;
    serde_json::from_value::<Page>(page).unwrap().rows
}

async fn columns_are_told_by_their_names_of_now_however_many_rows_a_save_has(engine: Engine) {
    let sql =
        format!("{SQL}; insert into $s.note select n, null, '' from generate_series(2, 250) n");
    let ground = Ground::new(engine, &sql).await;
    let id = ground.connect("note").await;
    ground.own("note").await;
    let (first, last) = (rows(&ground, id, 0).await, rows(&ground, id, 200).await);
    // Neither what is shown of the Save nor the first piece of the file has the renamed column.
    let first = first.iter().map(|row| update(row, "=1", Some(""), Some("x")));
    let last = last.iter().map(|row| update(row, "text", None, Some("y")));
    ground.saved(id, &first.chain(last).collect::<Vec<_>>()).await;
    let rename = json!({ "id": id, "column": "text", "name": "title" });
    ground.admin.done("table/rename_column", rename).await;
    let path = format!("/tables/{id}/history.csv");
    let all = middles(&file(&ground.admin, &path).await.body);
    let titles =
        |lines: &[String]| lines.iter().filter(|l| l.ends_with("\"title\",,\"y\"")).count();
    assert_eq!((all.len(), titles(&all)), (250, 50), "{all:?}");
    let some = middles(&file(&ground.admin, &format!("{path}?column=title")).await.body);
    assert_eq!((some.len(), titles(&some)), (50, 50), "{some:?}");
}
