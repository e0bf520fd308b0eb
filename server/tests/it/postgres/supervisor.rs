//! What stops a server and clears up after it, even when the test binary is killed.
//!
//! Each server runs under a small shell that holds the reading end of a pipe from us. When the
//! pipe closes, on purpose or because we are no more, the shell stops the server, waits for it and
//! removes its directory. A last shell removes what all of them share.

use super::cluster::command;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// How long all tests together may take, many times what they need.
const LONGEST: Duration = Duration::from_mins(40);

/// Arguments: the signal that stops the server, its directory, its log, then the command that starts
/// it. Who has only just begun may not heed the signal yet, and is told again.
const SUPERVISE: &str = r#"
trap '' INT TERM HUP
signal=$1; directory=$2; log=$3; shift 3
exec 3<&0
"$@" 3<&- </dev/null >"$log" 2>&1 &
server=$!
{ read -r _ <&3; while kill -"$signal" "$server"; do sleep 0.1; done; } 2>/dev/null &
reader=$!
wait "$server"
kill -KILL "$reader" 2>/dev/null
rm -rf "$directory"
"#;

/// Arguments: the directory that everything lies in. The servers' own shells may still be at it,
/// so it is tried again for a while.
const KEEP: &str = r#"
trap '' INT TERM HUP
read -r _
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  sleep 0.1
  set -- "$1" "$1"/c*[0-9]
  [ -e "$2" ] || break
  set -- "$1"
done
rm -rf "$1"
"#;

/// A server under its shell; dropping it stops the server and waits for that.
#[derive(Debug)]
pub(super) struct Supervised {
    shell: Child,
    log: PathBuf,
}

impl Supervised {
    /// Starts the server of a directory, which a signal stops at once.
    pub(super) fn start(signal: &str, directory: &Path, server: &[&OsStr]) -> Self {
        let log = directory.with_extension("log");
        let mut shell = command(Path::new("sh"));
        shell.args(["-c", SUPERVISE, "sh", signal]).arg(directory).arg(&log).args(server);
        Self { shell: spawn(shell), log }
    }

    /// Tells whether the server has ended by itself.
    pub(super) fn has_ended(&mut self) -> bool {
        self.shell.try_wait().is_ok_and(|status| status.is_some())
    }

    /// What the server wrote, which may quote what is no text.
    pub(super) fn log(&self) -> String {
        let written = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&written).into_owned()
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // The shell ends when the server has.
        let _ = self.shell.wait();
    }
}

/// Removes the directory once this process is no more.
pub(super) fn keep(directory: &Path) {
    // It outlives us, so nobody waits for it.
    static KEEPER: OnceLock<Child> = OnceLock::new();
    let mut shell = command(Path::new("sh"));
    shell.args(["-c", KEEP, "sh"]).arg(directory);
    assert!(KEEPER.set(spawn(shell)).is_ok(), "there is one base directory");
}

/// In a process group of its own, so that Ctrl-C reaches it only through the pipe.
fn spawn(mut shell: std::process::Command) -> Child {
    let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.current_dir("/").process_group(0).spawn().expect("a shell can be started")
}

/// Ends this process when it does not end, and names the tests that hang; whoever runs them has
/// otherwise only a list of those that do not.
pub(super) fn end_what_hangs() {
    std::thread::spawn(|| {
        std::thread::sleep(LONGEST);
        // The kernel keeps the beginning of a thread's name, which is that of its test.
        let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let names = threads.filter_map(|one| fs::read_to_string(one.path().join("comm")).ok());
        let names: Vec<_> = names.filter(|name| name.contains("::")).collect();
        // Not what a test prints, which is kept until it ends.
        let _ = writeln!(std::io::stderr(), "after {LONGEST:?} these hang: {names:?}");
        std::process::exit(1);
    });
}
