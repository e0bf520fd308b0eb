//! Laying out a server's directory: one `initdb` for all, copied for each.

use super::authority::Certificate;
use super::{Setup, supervisor};
use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Settings that make a server quick to start and to stop; nothing here must survive a crash.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1, 127.0.0.2'
shared_buffers = 16MB
fsync = off
full_page_writes = off
autovacuum = off
password_encryption = 'scram-sha-256'
log_destination = stderr
logging_collector = off
lc_messages = C
";

/// The directory under which everything of this process lies.
pub(super) fn base() -> &'static Path {
    static BASE: OnceLock<PathBuf> = OnceLock::new();
    BASE.get_or_init(|| {
        let base = tempfile::Builder::new().prefix("nexttables-it-").tempdir().unwrap().keep();
        fs::set_permissions(&base, Permissions::from_mode(0o755)).unwrap();
        own(&base);
        supervisor::keep(&base);
        supervisor::end_what_hangs();
        base
    })
}

/// The newest PostgreSQL on this machine, or the one that `NEXTTABLES_TEST_POSTGRES` names by the
/// directory of its programs.
pub(super) fn binaries() -> PathBuf {
    if let Some(chosen) = std::env::var_os("NEXTTABLES_TEST_POSTGRES") {
        return chosen.into();
    }
    let versions = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL's server is installed");
    let versions = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin")));
    let newest = versions.filter(|bin| bin.join("initdb").exists()).max_by_key(|bin| {
        let version = bin.parent().and_then(Path::file_name);
        version.and_then(|name| name.to_str()?.parse::<u32>().ok())
    });
    newest.expect("PostgreSQL's server is installed")
}

/// A command that runs as `postgres` where we are root, whom PostgreSQL refuses.
pub(super) fn command(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--"]);
    command.arg(program);
    command
}

/// Makes the directory of one server.
pub(super) fn lay_out(setup: &Setup, port: u16) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let directory = base().join(format!("c{number}"));
    let copied = command(Path::new("cp")).arg("-r").arg(template()).arg(&directory).status();
    assert!(copied.unwrap().success());
    let mut settings = format!("{SETTINGS}port = {port}\n");
    writeln!(settings, "unix_socket_directories = '{}'", directory.display()).unwrap();
    for line in &setup.settings {
        writeln!(settings, "{line}").unwrap();
    }
    if let Some(certificate) = &setup.certificate {
        settings.push_str("ssl = on\n");
        write_certificate(&directory, certificate);
    }
    fs::write(directory.join("postgresql.conf"), settings).unwrap();
    fs::write(directory.join("pg_hba.conf"), &setup.hba).unwrap();
    if let Some(signal) = setup.signal {
        write_owned(&directory.join(signal), "");
    }
    directory
}

/// Writes certificate and key where PostgreSQL looks for them.
pub(super) fn write_certificate(directory: &Path, certificate: &Certificate) {
    write_owned(&directory.join("server.crt"), &certificate.pem);
    write_owned(&directory.join("server.key"), &certificate.key_pem);
}

fn write_owned(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o600)).unwrap();
    own(path);
}

fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let directory = base().join("template");
        let output = command(&binaries().join("initdb"))
            .args(["--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--wal-segsize=1", "-D"])
            .arg(&directory)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        directory
    })
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

pub(super) fn own(path: &Path) {
    if is_root() {
        let done = Command::new("chown").arg("postgres:postgres").arg(path).status().unwrap();
        assert!(done.success());
    }
}
