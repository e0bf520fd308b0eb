//! Two who save the same rows: nobody's change is overwritten.

use super::scene::{Scene, delete, request, texts, update};
use app::model::change::Saved;
use app::model::history::RowDeed;
use server::target::write::Staged;

const TABLE: &str = "\
create table t (id int primary key, a text, b text, at timestamptz);
insert into t values (1, 'a', 'b', '2024-07-01 10:00+00'), (2, 'a', 'b', null);";

#[tokio::test]
async fn the_same_cell_is_a_conflict_with_theirs() {
    let scene = Scene::new(TABLE).await;
    let rows = scene.rows("t").await;
    scene.run("update t set a = 'theirs' where id = 1").await;
    let changes = [
        update(&rows[1], &[("a", Some("a"), Some("fine"))]),
        update(&rows[0], &[("a", Some("a"), Some("mine"))]),
    ];
    let conflicts = scene.conflicts("t", &changes).await;
    assert_eq!((conflicts.len(), conflicts[0].change), (1, 1));
    let theirs = conflicts[0].theirs.as_ref().unwrap();
    assert_eq!(texts(theirs)[1].as_deref(), Some("theirs"));
    // Nothing of the Save was kept.
    assert_eq!(scene.text("select a from t where id = 2").await.as_deref(), Some("a"));
    // Mine, over what is known to be theirs.
    scene.save("t", &[update(theirs, &[("a", Some("theirs"), Some("mine"))])]).await;
    assert_eq!(scene.text("select a from t where id = 1").await.as_deref(), Some("mine"));
}

#[tokio::test]
async fn another_cell_of_the_same_row_is_no_conflict() {
    let scene = Scene::new(TABLE).await;
    let mut berlin = request(0, 9);
    berlin.zone = "Europe/Berlin".to_owned();
    let rows = scene.page("t", &berlin).await.unwrap().rows;
    scene.run("update t set b = 'theirs' where id = 1").await;
    let old = "2024-07-01 12:00:00+02";
    let change = update(&rows[0], &[("at", Some(old), Some("2024-07-01 13:00"))]);
    let staged = scene.stage_in("t", &[change], "Europe/Berlin").await.unwrap();
    let Staged::Ready(prepared) = staged else { panic!("not ready") };
    let Saved::Row(row) = prepared.results[0].clone() else { panic!("no row") };
    assert_eq!(texts(&row)[2].as_deref(), Some("theirs"));
    assert_eq!(texts(&row)[3].as_deref(), Some("2024-07-01 13:00:00+02"));
    // The history keeps moments in UTC, and only what this Save did.
    let cells = prepared.deeds[0].cells.clone();
    assert_eq!(cells.len(), 1);
    assert_eq!(cells[0].old.as_deref(), Some("2024-07-01 10:00:00+00"));
    assert_eq!(cells[0].new.as_deref(), Some("2024-07-01 11:00:00+00"));
    prepared.commit().await.unwrap();
}

/// What is compared with what the person saw is read in their zone, also where a row goes by its
/// address.
#[tokio::test]
async fn a_moment_is_edited_in_any_zone_without_a_key() {
    let scene = Scene::new(
        "create table log (at timestamptz, line text);
         insert into log values ('2024-07-01 10:00+00', 'x'), ('2024-07-02 10:00+00', 'y');",
    )
    .await;
    let mut berlin = request(0, 9);
    berlin.zone = "Europe/Berlin".to_owned();
    let rows = scene.page("log", &berlin).await.unwrap().rows;
    let moment = |row, old| update(row, &[("at", Some(old), Some("2024-07-01 13:00"))]);
    let change = moment(&rows[0], "2024-07-01 12:00:00+02");
    let staged = scene.stage_in("log", &[change], "Europe/Berlin").await.unwrap();
    let Staged::Ready(prepared) = staged else { panic!("not ready") };
    let Saved::Row(row) = prepared.results[0].clone() else { panic!("no row") };
    assert_eq!(texts(&row)[0].as_deref(), Some("2024-07-01 13:00:00+02"));
    prepared.commit().await.unwrap();
    // Who changed the row meanwhile gave it another address.
    scene.run("update log set line = 'theirs' where line = 'y'").await;
    let change = moment(&rows[1], "2024-07-02 12:00:00+02");
    let staged = scene.stage_in("log", &[change], "Europe/Berlin").await.unwrap();
    let Staged::Conflicts(conflicts) = staged else { panic!("no conflict") };
    assert_eq!(conflicts[0].theirs, None);
}

#[tokio::test]
async fn a_row_that_is_gone_is_a_conflict() {
    let scene = Scene::new(TABLE).await;
    let rows = scene.rows("t").await;
    scene.run("delete from t where id = 1").await;
    let changes = [update(&rows[0], &[("a", Some("a"), Some("x"))]), delete(&rows[1])];
    let conflicts = scene.conflicts("t", &changes).await;
    assert_eq!((conflicts.len(), conflicts[0].change), (1, 0));
    assert_eq!(conflicts[0].theirs, None);
    assert_eq!(scene.conflicts("t", &[delete(&rows[0])]).await[0].theirs, None);
    assert_eq!(scene.rows("t").await.len(), 1);
}

#[tokio::test]
async fn a_changed_row_is_not_deleted_unseen() {
    let scene = Scene::new(TABLE).await;
    let rows = scene.rows("t").await;
    scene.run("update t set b = 'theirs' where id = 1").await;
    let conflicts = scene.conflicts("t", &[delete(&rows[0])]).await;
    assert_eq!(texts(conflicts[0].theirs.as_ref().unwrap())[2].as_deref(), Some("theirs"));
    let theirs = conflicts[0].theirs.clone().unwrap();
    let (_, deeds) = scene.save("t", &[delete(&theirs)]).await;
    assert_eq!(deeds[0].deed, RowDeed::Deleted);
    assert_eq!(deeds[0].cells[2].old.as_deref(), Some("theirs"));
}

#[tokio::test]
async fn one_who_waits_for_a_lock_sees_what_the_other_wrote() {
    let scene = Scene::new(TABLE).await;
    let rows = scene.rows("t").await;
    let first = scene.prepare("t", &[update(&rows[0], &[("a", Some("a"), Some("first"))])]).await;
    let second = [update(&rows[0], &[("a", Some("a"), Some("second"))])];
    let (conflicts, ()) = futures::join!(scene.conflicts("t", &second), async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        first.commit().await.unwrap();
    });
    assert_eq!(texts(conflicts[0].theirs.as_ref().unwrap())[1].as_deref(), Some("first"));
}

#[tokio::test]
async fn of_many_savers_each_change_is_kept_or_told() {
    let scene = Scene::new(TABLE).await;
    let savers = (0..6).map(|number| {
        let scene = &scene;
        async move {
            let mut kept = 0;
            for turn in 0..10 {
                let rows = scene.rows("t").await;
                let value = format!("{number}-{turn}");
                let row = &rows[usize::from(turn % 2 == 0)];
                let old = texts(row)[1].clone();
                let change = update(row, &[("a", old.as_deref(), Some(&value))]);
                match scene.stage("t", &[change]).await.unwrap() {
                    Staged::Ready(prepared) => {
                        assert_eq!(prepared.deeds[0].cells[0].old, old, "a change was lost");
                        prepared.commit().await.unwrap();
                        kept += 1;
                    }
                    Staged::Conflicts(_) => {}
                    Staged::Nothing(_) => panic!("something differs"),
                }
            }
            kept
        }
    });
    let kept: i32 = futures::future::join_all(savers).await.into_iter().sum();
    assert!(kept >= 10, "{kept}");
}
