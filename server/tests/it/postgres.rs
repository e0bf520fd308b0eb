//! Real PostgreSQL servers for the tests: each in its own directory, on a random loopback port,
//! and gone with the test binary however that ends.

mod authority;
mod bouncer;
mod cluster;
mod supervisor;

pub use authority::{Authority, Certificate, self_signed, self_signed_authority};
pub use bouncer::Bouncer;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use supervisor::Supervised;
use tokio_postgres::{Client, NoTls};

/// Who is let in unless a test says otherwise: everybody with a password over TLS, and the tests
/// themselves through the socket in the server's own directory.
pub const HBA: &str = "\
local all postgres trust
hostssl all all 127.0.0.1/32 scram-sha-256
";

/// Members of this role are refused by the shared server's `pg_hba.conf`.
pub const REFUSED: &str = "refused";

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The certificate; none turns TLS off.
    pub certificate: Option<Certificate>,
    /// `pg_hba.conf`.
    pub hba: String,
    /// Lines for `postgresql.conf`.
    pub settings: Vec<String>,
    /// An empty file that makes the server recover: `recovery.signal` or `standby.signal`.
    pub signal: Option<&'static str>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            certificate: Some(Authority::get().for_loopback()),
            hba: HBA.to_owned(),
            settings: Vec::new(),
            signal: None,
        }
    }
}

/// One running server; it stops when dropped.
#[derive(Debug)]
pub struct Postgres {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    directory: PathBuf,
    supervised: Supervised,
}

impl Postgres {
    /// The server that tests share when they need nothing special.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Postgres> = OnceLock::new();
        SHARED.get_or_init(|| {
            // By membership, so that one server has both roles that are let in and roles that are not.
            let hba = format!("hostssl all +{REFUSED} 127.0.0.1/32 reject\n{HBA}");
            let settings = vec!["max_connections = 300".to_owned()];
            Self::start(&Setup { hba, settings, ..Setup::default() })
        })
    }

    /// Starts a server; another port is tried when somebody was quicker to take it.
    pub fn start(setup: &Setup) -> Self {
        let mut log = String::new();
        for _ in 0..5 {
            match Self::try_start(setup, free_port()) {
                Ok(server) => return server,
                Err(said) => log = said,
            }
        }
        panic!("PostgreSQL does not start:\n{log}");
    }

    fn try_start(setup: &Setup, port: u16) -> Result<Self, String> {
        let directory = cluster::lay_out(setup, port);
        let server = cluster::binaries().join("postgres");
        let server = [server.as_ref(), "-D".as_ref(), directory.as_ref()];
        let mut supervised = Supervised::start("QUIT", &directory, &server);
        let until = Instant::now() + Duration::from_mins(1);
        while !is_up(&directory, setup) {
            if supervised.has_ended() || Instant::now() > until {
                return Err(supervised.log());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // It goes on where only one of its addresses is free.
        if supervised.log().contains("could not create listen socket") {
            return Err(supervised.log());
        }
        Ok(Self { port, directory, supervised })
    }

    /// Connects as superuser to a database, past TLS and `pg_hba.conf`.
    pub async fn admin(&self, database: &str) -> Client {
        self.try_admin(database).await.expect("the server lets its owner in")
    }

    /// Connects as superuser unless the server lets nobody in now.
    pub async fn try_admin(&self, database: &str) -> Option<Client> {
        let mut config = tokio_postgres::Config::new();
        config.host_path(&self.directory).port(self.port).user("postgres").dbname(database);
        let (client, line) = config.connect(NoTls).await.ok()?;
        tokio::spawn(line);
        Some(client)
    }

    /// The path of its socket.
    pub fn socket(&self) -> PathBuf {
        self.directory.join(format!(".s.PGSQL.{}", self.port))
    }

    /// Runs statements as superuser.
    pub async fn run(&self, database: &str, sql: &str) {
        self.admin(database).await.batch_execute(sql).await.expect("the test's own SQL holds");
    }

    /// What it has written to its log so far.
    pub fn log(&self) -> String {
        self.supervised.log()
    }

    /// Shows another certificate from now on.
    pub async fn show_certificate(&self, certificate: &Certificate) {
        cluster::write_certificate(&self.directory, certificate);
        self.run("postgres", "select pg_reload_conf()").await;
    }
}

/// The last line of `postmaster.pid` tells how far the server is (as `pg_ctl` reads it).
fn is_up(directory: &Path, setup: &Setup) -> bool {
    let text = fs::read_to_string(directory.join("postmaster.pid")).unwrap_or_default();
    let status = text.lines().nth(7).unwrap_or_default().trim();
    match setup.signal {
        Some("recovery.signal") => status == "starting",
        _ => status == "ready",
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("it is bound").port()
}
