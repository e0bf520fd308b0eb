//! What `make run` starts once everything is built: the product with a sample PostgreSQL.

use super::program::{Installation, mode, report};
use crate::connections::connect;
use crate::product::enter;
use app::model::certificate::Fingerprint;
use app::model::connection::{ConnectionDraft, DatabaseKind, Trust};
use app::model::secret::Secret;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn live(data: &Installation) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/live");
    let mut command = Command::new(script);
    command.arg(env!("CARGO_BIN_EXE_nexttables")).stdin(Stdio::null());
    command.env("NEXTTABLES_DATA_DIR", data.data_dir()).env("NEXTTABLES_LISTEN", "127.0.0.1:0");
    command
}

/// The script while it runs; stopped when dropped, with what it started.
struct Live(Child);

impl Live {
    /// Starts it. What it says when it fails goes to a pipe, which nothing outlives that waits for the
    /// end of our own output.
    fn start(mut command: Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    fn stop(&mut self) -> bool {
        let id = self.0.id().to_string();
        // Not INT: a shell that was started in the background may not heed that.
        let sent =
            Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status().unwrap();
        self.0.wait().unwrap().success() && sent.success()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}

/// Reads what it says until it has said everything.
fn message(child: &mut Child) -> String {
    let mut text = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        text.push_str(&line);
        text.push('\n');
        if line.starts_with("Log: ") {
            return text;
        }
    }
    let why = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    panic!("it ended before it had started:\n{why}");
}

fn value(message: &str, label: &str) -> String {
    let line = message.lines().find(|line| line.trim_start().starts_with(label));
    line.unwrap_or_else(|| panic!("no {label}: {message}"))
        .split_whitespace()
        .last()
        .unwrap()
        .into()
}

/// Signs in and connects the sample with nothing but what was said.
async fn expect_true(base: &str, said: &str) {
    let (to_sign_in, to_type) = said.split_once("Type:").unwrap();
    let typed = |label| value(to_type, label);
    let (email, password) = (value(to_sign_in, "Sign in with"), value(to_sign_in, "Password"));
    let fields = [("email", email.as_str()), ("password", password.as_str())];
    let (admin, answer) = enter(base, "/sign-in", &fields).await;
    assert_eq!(answer.status, 303);
    let fingerprint = said.lines().find_map(|line| Fingerprint::parse(line.trim()).ok());
    let draft = ConnectionDraft {
        name: "Sample HR".to_owned(),
        kind: Some(DatabaseKind::Postgresql),
        instance: typed("Instance name"),
        host: typed("Host"),
        port: typed("Port"),
        schema: typed("Schema"),
        username: typed("Username"),
        password: Secret::new(typed("Password")),
        trust: Trust::Pinned { fingerprint: fingerprint.unwrap() },
        ..ConnectionDraft::default()
    };
    connect(&admin, &draft).await;
}

#[tokio::test]
async fn a_second_run_says_that_the_first_is_there_with_its_values() {
    let data = Installation::embedded();
    // Started by root, the sample runs as another user, who must get there.
    fs::set_permissions(data.path(), Permissions::from_mode(0o711)).unwrap();
    let mut first = Live::start(live(&data));
    let said = message(&mut first.0);
    let base = value(&said, "NextTables runs at");
    let ready = reqwest::get(format!("{base}/readyz")).await.unwrap();
    assert_eq!(ready.status(), 200);
    let port: u16 = value(&said, "Port").parse().unwrap();
    std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    expect_true(&base, &said).await;
    assert_eq!(mode(&data.data_dir()), 0o700);
    assert_eq!(mode(&data.data_dir().join("run.message")), 0o600);
    let checked = report(data.program().arg("doctor"));
    assert!(!checked.contains("FAIL"), "{checked}");

    let second = live(&data).output().unwrap();
    assert!(second.status.success(), "{second:?}");
    assert_eq!(String::from_utf8(second.stdout).unwrap(), said);
    assert!(String::from_utf8(second.stderr).unwrap().contains("already running"));

    assert!(first.stop());
    assert!(reqwest::get(format!("{base}/readyz")).await.is_err(), "the product has stopped");
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err(), "the sample has stopped");
}

/// The product and the sample heed no signal yet when they have only just begun.
#[test]
fn it_can_be_stopped_while_it_starts() {
    for begun in ["../data.sample/log", "nexttables.log"] {
        let data = Installation::embedded();
        fs::set_permissions(data.path(), Permissions::from_mode(0o711)).unwrap();
        let mut starting = Live::start(live(&data));
        let begun = data.data_dir().join(begun);
        let until = Instant::now() + Duration::from_mins(1);
        while !begun.exists() {
            let starts = starting.0.try_wait().unwrap().is_none() && Instant::now() < until;
            assert!(starts, "it goes on starting");
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(starting.stop());
    }
}

#[tokio::test]
async fn without_a_server_for_the_sample_the_product_runs_alone() {
    let data = Installation::embedded();
    let mut command = live(&data);
    command.env("NEXTTABLES_NO_SAMPLE", "1");
    let mut alone = Live::start(command);
    let said = message(&mut alone.0);
    let base = value(&said, "NextTables runs at");
    assert_eq!(reqwest::get(format!("{base}/readyz")).await.unwrap().status(), 200);
    assert!(!said.contains("sample"), "{said}");
    assert!(alone.stop());
}
