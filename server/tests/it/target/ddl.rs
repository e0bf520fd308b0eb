//! Creating and changing tables.

use super::scene::{Scene, insert, told};
use app::error::{AppError, ErrorCode};
use app::model::history::ChangeState;
use app::model::ident::Ident;
use app::model::table::{ColumnDefault, ColumnDraft, ColumnType, Key, TableDraft};
use server::target::ddl::{self, Prepared, settle};
use server::target::diagnostics::TargetError;

fn column(name: &str, kind: ColumnType) -> ColumnDraft {
    ColumnDraft { name: name.to_owned(), ..ColumnDraft::new(kind) }
}

fn hostile() -> TableDraft {
    let mut columns = vec![ColumnDraft::identity()];
    columns.extend(ColumnType::ALL.iter().map(|kind| ColumnDraft {
        comment: "'; drop table employee; --".to_owned(),
        ..column(&format!("\"; drop table {}; --", kind.code()), *kind)
    }));
    columns.push(ColumnDraft {
        default: ColumnDefault::Value("a'b\\c\"$$".to_owned()),
        required: true,
        ..column("=cmd()", ColumnType::Text)
    });
    let name = format!("{}\u{202e}<img>", "ä".repeat(27));
    TableDraft { name, columns, comment: "<b>\\'".to_owned() }
}

fn refusal(outcome: Result<Prepared, TargetError>) -> AppError {
    outcome.err().expect("it is refused").into()
}

/// Commits what nothing stands against.
async fn done(outcome: Result<Prepared, TargetError>) {
    outcome.unwrap_or_else(|error| panic!("{error:?}")).commit().await.unwrap();
}

#[tokio::test]
async fn a_table_is_created_as_previewed() {
    let scene = Scene::new("").await;
    let table = hostile().check().unwrap();
    let preview = ddl::preview(scene.lease().await.schema(), &table);
    done(ddl::create(scene.lease().await, &table).await).await;
    let opened = scene.open(table.name.as_str()).await;
    assert_eq!(opened.comment.as_deref(), Some("<b>\\'"));
    assert_eq!(opened.key, Key::Primary(vec!["id".to_owned()]));
    let comment = opened.columns[1].comment.as_deref();
    assert_eq!(comment, Some("'; drop table employee; --"));
    scene.save(table.name.as_str(), &[insert(&[])]).await;
    let cells = scene.texts(table.name.as_str()).await;
    assert_eq!(cells[0].last().unwrap().as_deref(), Some("a'b\\c\"$$"));
    // What was shown does the same.
    done(ddl::drop_table(scene.lease().await, table.name.as_str()).await).await;
    scene.run(&preview).await;
    assert_eq!(scene.open(table.name.as_str()).await.columns, opened.columns);
    assert_eq!(scene.texts("employee").await.len(), 0);
}

#[tokio::test]
async fn types_have_the_sizes_that_were_typed() {
    let scene = Scene::new("").await;
    let sized = [
        (ColumnType::Varchar, "20", "character varying(20)"),
        (ColumnType::Varchar, "", "character varying"),
        (ColumnType::Char, "3", "character(3)"),
        (ColumnType::Numeric, "12, 2", "numeric(12,2)"),
        (ColumnType::Numeric, "5", "numeric(5,0)"),
        (ColumnType::Text, "no size", "text"),
    ];
    let columns = sized.iter().zip('a'..).map(|((kind, size, _), name)| ColumnDraft {
        size: (*size).to_owned(),
        ..column(&name.to_string(), *kind)
    });
    let columns = columns.collect();
    let draft = TableDraft { name: "sized".to_owned(), columns, ..TableDraft::default() };
    done(ddl::create(scene.lease().await, &draft.clone().check().unwrap()).await).await;
    let opened = scene.open("sized").await;
    let types: Vec<_> = opened.columns.iter().map(|column| column.type_name.as_str()).collect();
    assert_eq!(types, sized.map(|(_, _, name)| name));
    let mut wrong = draft;
    wrong.columns[3].size = "2); drop table sized; --".to_owned();
    let problems = wrong.check().unwrap_err();
    assert_eq!(told(&AppError::invalid(problems)), ["columns.3.size: size_unsuited"]);
}

#[tokio::test]
async fn what_does_not_hold_is_told_at_its_field() {
    let scene = Scene::new("").await;
    let mut draft = TableDraft { name: "employee".to_owned(), ..TableDraft::default() };
    draft.columns[1].name = "a".to_owned();
    let taken = refusal(ddl::create(scene.lease().await, &draft.clone().check().unwrap()).await);
    assert_eq!(told(&taken), ["name: taken"]);
    draft.name = "new".to_owned();
    for (kind, value) in [(ColumnType::Integer, "x"), (ColumnType::Date, "2024-02-30")] {
        let default = ColumnDefault::Value(value.to_owned());
        draft.columns.push(ColumnDraft { default, ..column(value, kind) });
    }
    let unsuited = refusal(ddl::create(scene.lease().await, &draft.check().unwrap()).await);
    let at = |at| format!("columns.{at}.default: default_unsuited");
    assert_eq!(told(&unsuited), [at(2), at(3)]);
}

#[tokio::test]
async fn a_default_that_its_size_cannot_hold_is_told_before_the_table_is_made() {
    let scene = Scene::new("").await;
    let make = async |kind, size: &str, value: &str| {
        let default = ColumnDefault::Value(value.to_owned());
        let sized = ColumnDraft { default, size: size.to_owned(), ..column("a", kind) };
        let columns = vec![sized];
        let draft = TableDraft { name: "sized".to_owned(), columns, ..TableDraft::default() };
        match draft.check() {
            Ok(table) => refusal(ddl::create(scene.lease().await, &table).await),
            Err(problems) => AppError::invalid(problems),
        }
    };
    let wrong = [
        (ColumnType::Numeric, "3, 2", "12.5"),
        (ColumnType::Varchar, "3", "long"),
        (ColumnType::Char, "", "ab"),
    ];
    for (kind, size, value) in wrong {
        let refused = make(kind, size, value).await;
        assert_eq!(told(&refused), ["columns.0.default: default_unsuited"], "{value}");
    }
    let default = ColumnDefault::Value("abc  ".to_owned());
    let fits = ColumnDraft { default, size: "3".into(), ..column("a", ColumnType::Varchar) };
    let table = TableDraft { name: "sized".into(), columns: vec![fits], comment: String::new() };
    done(ddl::create(scene.lease().await, &table.check().unwrap()).await).await;
}

#[tokio::test]
async fn columns_are_added_renamed_and_commented() {
    let scene = Scene::new("").await;
    let mut draft = TableDraft { name: "t".to_owned(), ..TableDraft::default() };
    draft.columns[1].name = "a".to_owned();
    done(ddl::create(scene.lease().await, &draft.check().unwrap()).await).await;
    scene.save("t", &[insert(&[("a", Some("x"))]), insert(&[])]).await;
    let checked = |draft: ColumnDraft| draft.check("").unwrap();
    let b = ColumnDraft { comment: "B".to_owned(), ..column("b", ColumnType::Numeric) };
    done(ddl::add_column(scene.lease().await, "t", &checked(b.clone())).await).await;
    let again = refusal(ddl::add_column(scene.lease().await, "t", &checked(b)).await);
    assert_eq!(told(&again), ["name: taken"]);
    let required = ColumnDraft { required: true, ..column("c", ColumnType::Text) };
    let refused =
        refusal(ddl::add_column(scene.lease().await, "t", &checked(required.clone())).await);
    assert_eq!(told(&refused), ["default: required"]);
    let default = ColumnDefault::Value("=cmd()".to_owned());
    let with_default = ColumnDraft { default, ..required };
    done(ddl::add_column(scene.lease().await, "t", &checked(with_default)).await).await;
    // The columns are there at once, whatever was known of the table.
    let name = Ident::new("ä \"").unwrap();
    done(ddl::rename_column(scene.lease().await, "t", "a", &name).await).await;
    done(ddl::comment(scene.lease().await, "t", Some("ä \""), " 'quoted' ").await).await;
    done(ddl::comment(scene.lease().await, "t", None, "T").await).await;
    let table = scene.open("t").await;
    let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "ä \"", "b", "c"]);
    let comments: Vec<_> = table.columns.iter().map(|c| c.comment.as_deref()).collect();
    assert_eq!(comments, [None, Some("'quoted'"), Some("B"), None]);
    assert_eq!(table.comment.as_deref(), Some("T"));
    done(ddl::comment(scene.lease().await, "t", None, "").await).await;
    assert_eq!(scene.open("t").await.comment, None);
    let gone = ddl::rename_column(scene.lease().await, "t", "a", &name).await;
    assert!(matches!(gone, Err(TargetError::ColumnsChanged)));
}

#[tokio::test]
async fn a_missing_privilege_is_told_with_the_grant() {
    let scene = Scene::new("create table theirs (id int primary key)").await;
    let schema = crate::probe::scene::quoted(&scene.draft.schema);
    scene.run(&format!("revoke create on schema {schema} from {}", scene.role())).await;
    let mut draft = TableDraft { name: "t".to_owned(), ..TableDraft::default() };
    draft.columns[1].name = "a".to_owned();
    let table = draft.check().unwrap();
    let denied = refusal(ddl::create(scene.lease().await, &table).await);
    let grant = format!("GRANT CREATE ON SCHEMA {schema} TO {};", scene.role());
    assert_eq!((denied.code, denied.hint.as_ref()), (ErrorCode::Forbidden, Some(&grant)));
    scene.run(&grant).await;
    done(ddl::create(scene.lease().await, &table).await).await;
    let denied = refusal(ddl::drop_table(scene.lease().await, "theirs").await);
    let owner = format!("ALTER TABLE {schema}.\"theirs\" OWNER TO {};", scene.role());
    assert_eq!((denied.code, denied.hint.as_ref()), (ErrorCode::Forbidden, Some(&owner)));
    scene.run(&owner).await;
    done(ddl::drop_table(scene.lease().await, "theirs").await).await;
    let gone = ddl::drop_table(scene.lease().await, "theirs").await;
    assert!(matches!(gone, Err(TargetError::TableGone)));
}

#[tokio::test]
async fn a_table_that_others_need_is_not_dropped() {
    let scene = Scene::new("create table a (id int primary key)").await;
    let role = scene.role();
    scene.run(&format!("alter table a owner to {role}; create view v as select * from a")).await;
    let refused = refusal(ddl::drop_table(scene.lease().await, "a").await);
    assert_eq!(refused.code, ErrorCode::Conflict);
    assert!(refused.hint.unwrap().contains(".v depends on"));
    assert!(scene.open("a").await.columns.len() == 1);
}

/// After a crash “committed” may be said of a stranger, and the catalog decides.
#[tokio::test]
async fn what_became_of_a_change_is_found_out_later() {
    let scene = Scene::new("").await;
    let mut draft = TableDraft { name: "t".to_owned(), ..TableDraft::default() };
    draft.columns[1].name = "a".to_owned();
    let table = draft.check().unwrap();
    for state in [ChangeState::Aborted, ChangeState::Committed] {
        let created = ddl::create(scene.lease().await, &table).await;
        found_again(&scene, created, state).await;
    }
    let (b, c) = (column("b", ColumnType::Date), Ident::new("c").unwrap());
    for state in [ChangeState::Aborted, ChangeState::Committed] {
        let added = ddl::add_column(scene.lease().await, "t", &b.clone().check("").unwrap()).await;
        found_again(&scene, added, state).await;
    }
    for state in [ChangeState::Aborted, ChangeState::Committed] {
        let renamed = ddl::rename_column(scene.lease().await, "t", "b", &c).await;
        found_again(&scene, renamed, state).await;
    }
    for state in [ChangeState::Aborted, ChangeState::Committed] {
        let comment = ddl::comment(scene.lease().await, "t", Some("c"), "C").await;
        found_again(&scene, comment, state).await;
    }
    for state in [ChangeState::Aborted, ChangeState::Committed] {
        let dropped = ddl::drop_table(scene.lease().await, "t").await;
        found_again(&scene, dropped, state).await;
    }
}

/// Ends a change in one way or the other, and finds that out with its own number and with another.
async fn found_again(scene: &Scene, done: Result<Prepared, TargetError>, state: ChangeState) {
    let prepared = done.unwrap_or_else(|error| panic!("{error:?}"));
    let (xid, evidence) = (prepared.xid.clone(), prepared.evidence.clone());
    let (statements, mut lost) = (prepared.statements.clone(), evidence.clone());
    lost.origin.life.processes.clear();
    let told = settle(&mut scene.lease().await, "t", &xid, &evidence).await.unwrap();
    assert_eq!(told, ChangeState::Prepared, "{statements}");
    match state {
        ChangeState::Committed => prepared.commit().await.unwrap(),
        _ => prepared.abort().await,
    }
    let stranger = scene.text("select pg_current_xact_id()").await.unwrap();
    for (xid, evidence) in [(&xid, &evidence), (&stranger, &lost)] {
        let told = settle(&mut scene.lease().await, "t", xid, evidence).await.unwrap();
        assert_eq!(told, state, "{statements}");
    }
}
