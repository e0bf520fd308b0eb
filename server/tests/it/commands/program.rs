//! Running the program: with an empty environment but for what a test sets.

use crate::product::{Engine, Person};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// Where a program keeps what it knows: a data folder and a store of its own.
pub struct Installation {
    folder: TempDir,
    store_url: Option<String>,
}

impl Installation {
    /// A new one whose store is on an engine.
    pub async fn new(engine: Engine) -> Self {
        Self { store_url: engine.store_url().await, ..Self::embedded() }
    }

    /// A new one whose store is in the data folder.
    pub fn embedded() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), store_url: None }
    }

    /// A new one whose store is at a URL.
    pub fn with_store(url: String) -> Self {
        Self { store_url: Some(url), ..Self::embedded() }
    }

    /// A folder for what a test needs besides.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    pub fn data_dir(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The program, as it is run here.
    pub fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nexttables"));
        command.env_clear().env("NEXTTABLES_DATA_DIR", self.data_dir()).stdin(Stdio::null());
        if let Some(url) = &self.store_url {
            command.env("NEXTTABLES_STORE_URL", url);
        }
        command
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// What a command that must fail says.
pub fn complaint(command: &mut Command) -> String {
    let output = run(command);
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// What a command that must succeed says.
pub fn report(command: &mut Command) -> String {
    let output = run(command);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A server that runs; killed when dropped.
pub struct Running {
    child: Child,
    /// Its address.
    pub base: String,
    /// The one-time set-up link, where it printed one.
    pub link: Option<String>,
    log: Option<JoinHandle<String>>,
}

impl Running {
    /// Starts `serve` on a free port and waits until it listens.
    pub fn start(command: &mut Command) -> Self {
        command.arg("serve").env("NEXTTABLES_LISTEN", "127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.next().expect("it says where it listens").unwrap();
        let base = base.split_whitespace().last().unwrap().to_owned();
        let mut running = Self { child, base, link: None, log: Some(log) };
        if !command.get_envs().any(|(name, _)| name == "NEXTTABLES_ADMIN_EMAIL") {
            let line = lines.next().and_then(Result::ok);
            running.link = line.and_then(|line| Some(line.split_whitespace().last()?.to_owned()));
        }
        running
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(&self.base)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) {
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and gives how it ended and what it logged.
    pub fn stop(mut self, signal: &str) -> (ExitStatus, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        (status, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already where the test stopped it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The permissions of a file or folder.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
