//! `nexttables rotate-key`: stored passwords stay usable, whatever happens on the way.

use super::program::{Installation, Running, complaint, report};
use crate::connections::connect;
use crate::postgres::Postgres;
use crate::probe::scene;
use crate::product::{ADMIN, Engine, PASSWORD, Person, both, enter};
use app::model::connection::{ConnectEvent, Connection};
use serde_json::json;
use server::secrets::KeyRing;
use std::fs;
use std::process::Command;

both!(
    passwords_are_sealed_again_and_the_old_key_is_dropped,
    a_rotation_that_was_cut_off_loses_nothing,
    the_key_is_not_rotated_under_a_running_server,
    keys_of_the_environment_are_rotated_by_putting_the_new_one_in_front,
    a_key_that_is_not_given_is_missed_at_the_start,
);

fn administered(data: &Installation) -> Command {
    let mut command = data.program();
    command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD);
    command
}

async fn admin(server: &Running) -> Person {
    enter(&server.base, "/sign-in", &[("email", ADMIN), ("password", PASSWORD)]).await.0
}

/// Starts the product, connects a database and stops it again.
async fn connected(command: &mut Command) -> Connection {
    let server = Running::start(command);
    let draft = scene::scene(Postgres::shared()).await;
    let connection = connect(&admin(&server).await, &draft).await;
    assert!(server.stop("-TERM").0.success());
    connection
}

/// Starts the product again and tests the connection with its stored password.
async fn still_works(command: &mut Command, connection: &Connection) {
    let server = Running::start(command);
    let admin = admin(&server).await;
    let events = admin.events("connection/test", json!({ "id": connection.id })).await;
    assert!(matches!(events.last(), Some(ConnectEvent::Succeeded(_))), "{:?}", events.last());
    assert!(server.stop("-TERM").0.success());
}

async fn passwords_are_sealed_again_and_the_old_key_is_dropped(engine: Engine) {
    let data = Installation::new(engine).await;
    let connection = connected(&mut administered(&data)).await;
    let file = data.data_dir().join("master.key");
    let old = fs::read_to_string(&file).unwrap();
    let said = report(data.program().arg("rotate-key"));
    assert!(said.starts_with("1 passwords are sealed with key "), "{said}");
    let new = fs::read_to_string(&file).unwrap();
    assert_eq!((new.lines().count(), new.contains(old.trim())), (1, false));
    still_works(&mut administered(&data), &connection).await;

    let server = Running::start(&mut administered(&data));
    let filter =
        json!({ "actor": null, "action": "key_rotated", "text": "", "from": null, "to": null });
    let arguments = json!({ "filter": filter, "before": null });
    let page = admin(&server).await.done("audit/list", arguments).await;
    assert_eq!(page["entries"].as_array().unwrap().len(), 1);
}

/// Cut off after the new key was written but before anything was sealed with it, and after
/// everything was sealed but before the old key was dropped.
async fn a_rotation_that_was_cut_off_loses_nothing(engine: Engine) {
    let data = Installation::new(engine).await;
    let connection = connected(&mut administered(&data)).await;
    let file = data.data_dir().join("master.key");
    let old = KeyRing::from_file(&file).unwrap();
    old.rotated().to_file(&file).unwrap();
    still_works(&mut administered(&data), &connection).await;

    let before = fs::read_to_string(&file).unwrap();
    report(data.program().arg("rotate-key"));
    let rotated = fs::read_to_string(&file).unwrap();
    KeyRing::parse(&format!("{rotated}{before}")).unwrap().to_file(&file).unwrap();
    still_works(&mut administered(&data), &connection).await;
    report(data.program().arg("rotate-key"));
    still_works(&mut administered(&data), &connection).await;
}

/// A running server would go on sealing with the key that is dropped.
async fn the_key_is_not_rotated_under_a_running_server(engine: Engine) {
    let data = Installation::new(engine).await;
    let server = Running::start(&mut administered(&data));
    let before = fs::read_to_string(data.data_dir().join("master.key")).unwrap();
    let said = complaint(data.program().arg("rotate-key"));
    assert!(said.contains("stop it"), "{said}");
    assert_eq!(fs::read_to_string(data.data_dir().join("master.key")).unwrap(), before);
    assert!(server.stop("-TERM").0.success());
    report(data.program().arg("rotate-key"));
}

async fn keys_of_the_environment_are_rotated_by_putting_the_new_one_in_front(engine: Engine) {
    let data = Installation::new(engine).await;
    let old = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let new = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    let with = |keys: &str| {
        let mut command = administered(&data);
        command.env("NEXTTABLES_MASTER_KEY", keys);
        command
    };
    let connection = connected(&mut with(old)).await;
    report(with(&format!("{new},{old}")).arg("rotate-key"));
    still_works(&mut with(new), &connection).await;
    assert!(!data.data_dir().join("master.key").exists());
}

/// Better at the start than at the first test of a connection.
async fn a_key_that_is_not_given_is_missed_at_the_start(engine: Engine) {
    let data = Installation::new(engine).await;
    connected(&mut administered(&data)).await;
    fs::remove_file(data.data_dir().join("master.key")).unwrap();
    let said = complaint(data.program().arg("serve").env("NEXTTABLES_LISTEN", "127.0.0.1:0"));
    assert!(said.contains("NEXTTABLES_MASTER_KEY"), "{said}");
}
