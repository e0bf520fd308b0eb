//! `doctor`, `create-admin`, `backup`.

use super::program::{Running, complaint, data_dir, program, report, run};
use crate::product::{ADMIN, PASSWORD, enter};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

const NEW_ADMIN: [&str; 5] = ["create-admin", "--email", ADMIN, "--password", PASSWORD];

#[tokio::test]
async fn an_administrator_is_created_on_the_console() {
    let data = tempfile::tempdir().unwrap();
    report(program(&data).args(NEW_ADMIN));
    let server = Running::start(
        program(&data)
            .env("NEXTTABLES_ADMIN_EMAIL", "nobody@example.com")
            .env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    assert_eq!(enter(&server.base, "/sign-in", &fields).await.1.status, 303);
    // Its first start was over, so nobody else was created.
    let fields = [("email", "nobody@example.com"), ("password", PASSWORD)];
    assert_eq!(enter(&server.base, "/sign-in", &fields).await.1.status, 401);
}

#[test]
fn what_is_wrong_with_a_new_administrator_is_said() {
    let data = tempfile::tempdir().unwrap();
    report(program(&data).args(NEW_ADMIN));
    let said = complaint(program(&data).args(NEW_ADMIN));
    assert!(said.contains("There is a user with this address already"), "{said}");
    let weak = ["create-admin", "--email", "ada", "--password", "short"];
    let said = complaint(program(&data).args(weak));
    assert!(said.contains("not an e-mail address") && said.contains("at least"), "{said}");
}

#[test]
fn the_doctor_says_what_is_well_and_what_is_not() {
    let data = tempfile::tempdir().unwrap();
    let said = report(program(&data).arg("doctor"));
    assert!(said.contains("ok    store\n") && !said.contains("FAIL"), "{said}");

    fs::set_permissions(data_dir(&data), Permissions::from_mode(0o755)).unwrap();
    let output = run(program(&data).arg("doctor").env("NEXTTABLES_EGRESS_DENY", "ten"));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(said.contains("FAIL  egress networks: NEXTTABLES_EGRESS_DENY: "), "{said}");
    assert!(said.contains("chmod 700"), "{said}");
}

#[tokio::test]
async fn a_backup_of_a_running_product_is_a_whole_store() {
    let data = tempfile::tempdir().unwrap();
    report(program(&data).args(NEW_ADMIN));
    let server = Running::start(
        program(&data)
            .env("NEXTTABLES_ADMIN_EMAIL", ADMIN)
            .env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let copy = data.path().join("copy.sqlite");
    report(program(&data).arg("backup").arg(&copy));
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o077, 0);
    let said = complaint(program(&data).arg("backup").arg(&copy));
    assert!(said.contains("exists already"), "{said}");
    assert!(server.stop("-TERM").0.success());

    let url = format!("sqlite://{}", copy.display());
    let mut command = program(&data);
    command.env("NEXTTABLES_STORE_URL", url);
    let restored = Running::start(
        command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    assert_eq!(enter(&restored.base, "/sign-in", &fields).await.1.status, 303);
}
