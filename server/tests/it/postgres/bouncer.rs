//! A real `PgBouncer` in transaction mode, over TLS on both sides.

use super::supervisor::Supervised;
use super::{Authority, cluster, free_port};
use app::model::connection::ConnectionDraft;
use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// One pooler; it stops when dropped.
pub struct Bouncer {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    _supervised: Supervised,
}

impl Bouncer {
    /// Starts a pooler that lets one role in, with fewer sessions than the product opens, before
    /// whatever listens on a port.
    pub fn start(draft: &ConnectionDraft, server: u16) -> Self {
        Self::start_at(draft, server, free_port())
    }

    /// The same at a port, where there was one before.
    pub fn start_at(draft: &ConnectionDraft, server: u16, port: u16) -> Self {
        let directory = tempfile::Builder::new().prefix("b").tempdir_in(cluster::base());
        let directory = directory.unwrap().keep();
        lay_out(&directory, draft, server, port);
        let settings = directory.join("pgbouncer.ini");
        let bouncer = ["/usr/sbin/pgbouncer".as_ref(), settings.as_ref()];
        // It has no state that must be saved.
        let mut supervised = Supervised::start("KILL", &directory, &bouncer);
        let until = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let starts = !supervised.has_ended() && Instant::now() < until;
            assert!(starts, "{}", supervised.log());
            std::thread::sleep(Duration::from_millis(10));
        }
        Self { port, _supervised: supervised }
    }
}

fn lay_out(directory: &Path, draft: &ConnectionDraft, server: u16, port: u16) {
    let certificate = Authority::get().for_loopback();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let user = format!("{} {}\n", quoted(&draft.username), quoted(draft.password.reveal()));
    let at = directory.display();
    let settings = format!(
        "[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {at}/users
pool_mode = transaction
default_pool_size = 2
server_login_retry = 1
client_tls_sslmode = require
client_tls_key_file = {at}/key
client_tls_cert_file = {at}/certificate
server_tls_sslmode = require
"
    );
    for (name, text) in [
        ("pgbouncer.ini", &settings),
        ("users", &user),
        ("key", &certificate.key_pem),
        ("certificate", &certificate.pem),
    ] {
        fs::write(directory.join(name), text).unwrap();
        cluster::own(&directory.join(name));
    }
    cluster::own(directory);
}
