//! From configuration to a server that answers.

use crate::clock::Clock;
use crate::config::{ConfigError, ServeArgs, StoreArgs};
use crate::http::bounds::PATIENCE;
use crate::http::{Web, router};
use crate::memory::Memory;
use crate::secrets::key_of;
use crate::service::sign_in::{create_administrator, is_unset, make_set_up_token};
use crate::service::{Site, attempt::Places, health, settle, settling::Settling, watch::Watchers};
use crate::store::{Store, connection};
use crate::target::pools::Pools;
use app::error::AppError;
use app::model::access::SiteAccess;
use app::model::secret::Secret;
use app::model::user::UserDraft;
use axum_server::tls_rustls::RustlsConfig;
use axum_server::{Handle, Server};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::fs::File;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long requests may take to end after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long the way to a table is tried again before the store has said that it is open.
const BELIEVED: Duration = Duration::from_mins(5);

/// Why the product does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting does not hold.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store cannot be opened.
    #[error("the store cannot be opened: {0}")]
    Store(#[from] sqlx::Error),
    /// A service failed.
    #[error(transparent)]
    Service(#[from] crate::error::ServiceError),
    /// The first administrator cannot be created.
    #[error("NEXTTABLES_ADMIN_EMAIL, NEXTTABLES_ADMIN_PASSWORD: {0}")]
    Administrator(String),
    /// The port cannot be listened on, or the certificate not be read.
    #[error("{0}: {1}")]
    Io(&'static str, io::Error),
}

/// A server that is ready to run.
pub struct Product {
    /// Where it listens.
    pub address: SocketAddr,
    /// The one-time set-up link's path, while there is no user.
    pub set_up_path: Option<String>,
    /// The services, for tests and commands.
    pub site: Site,
    listener: TcpListener,
    web: Web,
    tls: Option<RustlsConfig>,
    keys_in_use: Option<File>,
}

/// Opens the store and puts the services together.
///
/// # Errors
/// When a setting does not hold or the store cannot be opened.
pub async fn open_site(
    store: &StoreArgs,
    network: &crate::config::NetworkArgs,
    clock: Arc<dyn Clock>,
) -> Result<Site, StartError> {
    store.make_data_dir()?;
    let keys = Arc::new(store.key_ring()?);
    let reach = network.reach()?;
    Ok(Site {
        store: Store::open(&store.url()?).await?,
        clock,
        keys,
        pools: Pools::new(reach.clone()),
        reach,
        egress: network.egress(),
        places: Places::default(),
        ways: Arc::new(Memory::new(BELIEVED)),
        settling: Settling::default(),
        watchers: Watchers::default(),
    })
}

/// Does everything up to the first request.
///
/// # Errors
/// When a setting does not hold, or the store, the port or the certificate cannot be opened.
pub async fn prepare(args: ServeArgs, clock: Arc<dyn Clock>) -> Result<Product, StartError> {
    let (cookie, origin) = (args.cookie()?, args.origin()?);
    let tls = tls(&args).await?;
    args.store.make_data_dir()?;
    if let Err(error) = args.store.check_privacy() {
        tracing::warn!(%error, "the data folder lets others in");
    }
    let keys_in_use = args.store.use_keys()?;
    let site = open_site(&args.store, &args.network, clock).await?;
    check_keys(&site).await?;
    let set_up_path = first_start(&args, &site).await?;
    let listener = TcpListener::bind(args.listen);
    let listener = listener.map_err(|error| StartError::Io("NEXTTABLES_LISTEN", error))?;
    let unblocked = listener.set_nonblocking(true).and_then(|()| listener.local_addr());
    let address = unblocked.map_err(|error| StartError::Io("NEXTTABLES_LISTEN", error))?;
    let web = Web { site: site.clone(), cookie, origin, metrics: metrics(), patience: PATIENCE };
    Ok(Product { address, set_up_path, site, listener, web, tls, keys_in_use })
}

/// A ring without a key that sealed something is a mistake best noticed now.
async fn check_keys(site: &Site) -> Result<(), StartError> {
    let mut line = site.store.read().await?;
    let sealed = connection::all_sealed(&mut line).await?;
    let lost = sealed.iter().filter_map(|one| key_of(one)).find(|id| site.keys.find(id).is_none());
    let Some(id) = lost else { return Ok(()) };
    let message = format!(
        "stored passwords are sealed with key {id}, which is not given. Give the key that the \
         store was used with, or put its master.key back into the data folder"
    );
    Err(ConfigError::new("NEXTTABLES_MASTER_KEY", message).into())
}

async fn tls(args: &ServeArgs) -> Result<Option<RustlsConfig>, StartError> {
    let (Some(cert), Some(key)) = (&args.tls_cert, &args.tls_key) else { return Ok(None) };
    // Fails only when one is installed already, which is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(cert, key).await;
    config
        .map(Some)
        .map_err(|error| StartError::Io("NEXTTABLES_TLS_CERT, NEXTTABLES_TLS_KEY", error))
}

/// Creates the configured administrator, or makes the link by which one is created.
async fn first_start(args: &ServeArgs, site: &Site) -> Result<Option<String>, StartError> {
    if !is_unset(site).await? {
        return Ok(None);
    }
    if let (Some(email), Some(password)) = (&args.admin_email, &args.admin_password) {
        create_administrator(site, first_draft(email, password)).await.map_err(told)?;
        return Ok(None);
    }
    let token = make_set_up_token(site).await?;
    Ok(token.map(|token| format!("/set-up?token={token}")))
}

/// A draft for an administrator who is known by e-mail address only.
pub fn first_draft(email: &str, password: &Secret) -> UserDraft {
    let name = email.split('@').next().unwrap_or_default();
    UserDraft {
        email: email.to_owned(),
        name: name.to_owned(),
        password: password.clone(),
        access: SiteAccess::Administrator,
    }
}

/// Says everything that is wrong with what was given for an administrator.
pub fn told(error: crate::error::ServiceError) -> StartError {
    match error {
        crate::error::ServiceError::App(AppError { message, problems, .. }) => {
            let said: Vec<_> = problems.into_iter().map(|problem| problem.message).collect();
            StartError::Administrator(if said.is_empty() { message } else { said.join("; ") })
        }
        error => error.into(),
    }
}

/// One recorder a process, whoever asks first.
fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let handle = HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // Fails only when another recorder is there, as in a test that counts for itself.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
    handle.clone()
}

impl Product {
    /// Waits for clients another time than by default.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.web.patience = patience;
        self
    }

    /// Serves until the handle says stop, keeping the health of connections fresh and changes
    /// settled.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn run(self, handle: Handle<SocketAddr>) -> io::Result<()> {
        let health = tokio::spawn(health::keep_fresh(self.site.clone()));
        let settled = settle::keep_settled(self.site.clone(), settle::LOOK_EVERY);
        self.serve_with(vec![health, tokio::spawn(settled)], handle).await
    }

    /// Serves until the handle says stop, and does nothing that nobody asks for.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, handle: Handle<SocketAddr>) -> io::Result<()> {
        self.serve_with(Vec::new(), handle).await
    }

    async fn serve_with(
        self,
        upkeep: Vec<JoinHandle<()>>,
        handle: Handle<SocketAddr>,
    ) -> io::Result<()> {
        let service = router(&self.web).into_make_service_with_connect_info::<SocketAddr>();
        let patience = self.web.patience;
        let served = if let Some(tls) = self.tls {
            let server = axum_server::from_tcp_rustls(self.listener, tls)?.handle(handle);
            impatient(server, patience).serve(service).await
        } else {
            let server = axum_server::from_tcp(self.listener)?.handle(handle);
            impatient(server, patience).serve(service).await
        };
        upkeep.iter().for_each(JoinHandle::abort);
        let site = &self.site;
        let last = async {
            // Tests that were cut off still leave their entry in the audit log, and so do Saves.
            site.places.all_left().await;
            site.settling.over().await;
            site.store.close().await;
        };
        // Whoever is not done by then does not keep the server from stopping.
        let _ = tokio::time::timeout(GRACE, last).await;
        drop(self.keys_in_use);
        served
    }
}

/// Lets go of clients that do not send the head of a request; its body has a bound of its own.
fn impatient<Acceptor>(
    mut server: Server<SocketAddr, Acceptor>,
    patience: Duration,
) -> Server<SocketAddr, Acceptor> {
    server.http_builder().http1().header_read_timeout(patience);
    server.first_request_timeout(patience)
}

/// Stops a server once its requests have ended, or after a while without them.
pub fn stop(handle: &Handle<SocketAddr>) {
    handle.graceful_shutdown(Some(GRACE));
}
