//! `doctor`, `create-admin`, `backup`, `audit verify`.

use super::program::{Installation, Running, complaint, report, run};
use crate::product::{ADMIN, Engine, PASSWORD, both, enter};
use server::store::Store;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

both!(
    an_administrator_is_created_on_the_console,
    what_is_wrong_with_a_new_administrator_is_said,
    the_doctor_says_what_is_well_and_what_is_not,
);

const NEW_ADMIN: [&str; 5] = ["create-admin", "--email", ADMIN, "--password", PASSWORD];

async fn an_administrator_is_created_on_the_console(engine: Engine) {
    let data = Installation::new(engine).await;
    report(data.program().args(NEW_ADMIN));
    let server = Running::start(
        data.program()
            .env("NEXTTABLES_ADMIN_EMAIL", "nobody@example.com")
            .env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    assert_eq!(enter(&server.base, "/sign-in", &fields).await.1.status, 303);
    // Its first start was over, so nobody else was created.
    let fields = [("email", "nobody@example.com"), ("password", PASSWORD)];
    assert_eq!(enter(&server.base, "/sign-in", &fields).await.1.status, 401);
}

async fn what_is_wrong_with_a_new_administrator_is_said(engine: Engine) {
    let data = Installation::new(engine).await;
    report(data.program().args(NEW_ADMIN));
    let said = complaint(data.program().args(NEW_ADMIN));
    assert!(said.contains("There is a user with this address already"), "{said}");
    let weak = ["create-admin", "--email", "ada", "--password", "short"];
    let said = complaint(data.program().args(weak));
    assert!(said.contains("not an e-mail address") && said.contains("at least"), "{said}");
}

async fn the_doctor_says_what_is_well_and_what_is_not(engine: Engine) {
    let data = Installation::new(engine).await;
    let said = report(data.program().arg("doctor"));
    assert!(said.contains("ok    store\n") && !said.contains("FAIL"), "{said}");

    fs::set_permissions(data.data_dir(), Permissions::from_mode(0o755)).unwrap();
    let output = run(data.program().arg("doctor").env("NEXTTABLES_EGRESS_DENY", "ten"));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(said.contains("FAIL  egress networks: NEXTTABLES_EGRESS_DENY: "), "{said}");
    assert!(said.contains("chmod 700"), "{said}");
}

#[tokio::test]
async fn a_backup_of_a_running_product_is_a_whole_store() {
    let data = Installation::embedded();
    report(data.program().args(NEW_ADMIN));
    let server = Running::start(
        data.program()
            .env("NEXTTABLES_ADMIN_EMAIL", ADMIN)
            .env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let copy = data.path().join("copy.sqlite");
    report(data.program().arg("backup").arg(&copy));
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o077, 0);
    let said = complaint(data.program().arg("backup").arg(&copy));
    assert!(said.contains("exists already"), "{said}");
    assert!(server.stop("-TERM").0.success());

    let url = format!("sqlite://{}", copy.display());
    let mut command = data.program();
    command.env("NEXTTABLES_STORE_URL", url);
    let restored = Running::start(
        command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD),
    );
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    assert_eq!(enter(&restored.base, "/sign-in", &fields).await.1.status, 303);
}

#[tokio::test]
async fn a_store_in_postgresql_is_backed_up_by_its_own_tools() {
    let data = Installation::new(Engine::Postgres).await;
    report(data.program().args(NEW_ADMIN));
    let said = complaint(data.program().arg("backup").arg(data.path().join("copy.sqlite")));
    assert!(said.contains("pg_dump"), "{said}");
}

const VERIFY: [&str; 2] = ["audit", "verify"];

#[tokio::test]
async fn an_audit_log_that_was_forged_or_cut_off_is_told() {
    let data = Installation::embedded();
    report(data.program().args(NEW_ADMIN));
    let second = ["create-admin", "--email", "bob@example.com", "--password", PASSWORD];
    report(data.program().args(second));
    let said = report(data.program().args(VERIFY));
    let end = said.lines().find_map(|line| line.strip_prefix("End of the chain: ")).unwrap();
    let since = ["--since", end];
    report(data.program().args(VERIFY).args(since));
    let said = complaint(data.program().args(VERIFY).args(["--since", "the end"]));
    assert!(said.contains("write position:hash"), "{said}");

    let last = "position = (select max(position) from audit_entry)";
    let cut = format!("delete from audit_entry where {last}");
    change(&data, cut).await;
    report(data.program().args(VERIFY));
    let said = complaint(data.program().args(VERIFY).args(since));
    assert!(said.contains("the audit log has 1 flaw"), "{said}");

    change(&data, format!("update audit_entry set actor_email = 'eve@example.com' where {last}"))
        .await;
    let output = run(data.program().args(VERIFY));
    assert!(!output.status.success() && !output.stdout.is_empty(), "{output:?}");
}

/// Changes the store as somebody does who has its file.
async fn change(data: &Installation, sql: String) {
    let url = format!("sqlite://{}", data.data_dir().join("nexttables.sqlite").display());
    let store = Store::open(&url).await.unwrap();
    let mut write = store.write().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
    store.close().await;
}
