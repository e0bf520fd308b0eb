//! The whole product for a test: the real server on a port of its own, a store of its own, and a
//! clock that the test moves.

mod engine;
mod person;

pub use engine::Engine;
pub(crate) use engine::both;
pub use person::{Answer, Person, enter, form};

use app::model::access::SiteRight;
use app::model::ids::RequestId;
use app::model::secret::Secret;
use app::ports::Op;
use axum_server::Handle;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use server::authn::session::{Device, resolve};
use server::clock::Clock;
use server::config::{NetworkArgs, ServeArgs, StoreArgs};
use server::service::Site;
use server::service::sign_in::{Visit, sign_in};
use server::startup::{Product as Prepared, prepare};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// The first administrator's sign-in name.
pub const ADMIN: &str = "ada@example.com";
/// The key of instances that share a store: 32 bytes in base64.
const MASTER_KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    fn new() -> Arc<Self> {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        Arc::new(Self(Mutex::new(start)))
    }

    /// Moves on.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// One running product.
pub struct Product {
    /// Its address without a path.
    pub base: String,
    /// Its services.
    pub site: Site,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Its data folder.
    pub data: TempDir,
    handle: Handle<SocketAddr>,
}

/// The configuration of a test: everything as by default, but a port and a store of its own.
pub async fn args(engine: Engine, data: &TempDir) -> ServeArgs {
    ServeArgs {
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: None,
        tls_cert: None,
        tls_key: None,
        admin_email: Some(ADMIN.to_owned()),
        admin_password: Some(Secret::new(PASSWORD)),
        log: "info".to_owned(),
        store: StoreArgs {
            data_dir: data.path().join("data"),
            store_url: engine.store_url().await,
            master_key: None,
        },
        network: NetworkArgs { egress_ips: "203.0.113.7".to_owned(), ..NetworkArgs::default() },
    }
}

impl Product {
    /// Starts a product that `ADMIN` administers.
    pub async fn start(engine: Engine) -> Self {
        let data = tempfile::tempdir().unwrap();
        let args = args(engine, &data).await;
        Self::with(args, data).await.0
    }

    /// Starts a product that nobody has set up, and gives the path of its link.
    pub async fn start_unset(engine: Engine) -> (Self, String) {
        let data = tempfile::tempdir().unwrap();
        let mut args = args(engine, &data).await;
        (args.admin_email, args.admin_password) = (None, None);
        let (product, link) = Self::with(args, data).await;
        (product, link.unwrap())
    }

    /// Starts a product that waits for clients no longer than this.
    pub async fn start_patient_for(engine: Engine, patience: Duration) -> Self {
        let data = tempfile::tempdir().unwrap();
        let (args, clock) = (args(engine, &data).await, TestClock::new());
        let prepared = prepare(args, clock.clone()).await.unwrap().patient_for(patience);
        Self::run(prepared, clock, data).0
    }

    /// Starts a product as configured.
    pub async fn with(args: ServeArgs, data: TempDir) -> (Self, Option<String>) {
        let clock = TestClock::new();
        let prepared = prepare(args, clock.clone()).await.unwrap();
        Self::run(prepared, clock, data)
    }

    /// Starts a product that answers requests and does nothing by itself: it neither settles changes
    /// nor tests connections, however long a test takes.
    pub async fn start_idle(engine: Engine) -> Self {
        let data = tempfile::tempdir().unwrap();
        let args = args(engine, &data).await;
        Self::idle(args, data).await
    }

    /// Starts two such instances on one store in PostgreSQL, as behind one address.
    pub async fn start_two() -> [Self; 2] {
        let data = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let mut args = args(Engine::Postgres, &data[0]).await;
        args.store.master_key = Some(Secret::new(MASTER_KEY));
        let mut other = args.clone();
        other.store.data_dir = data[1].path().join("data");
        let [first, second] = data;
        [Self::idle(args, first).await, Self::idle(other, second).await]
    }

    async fn idle(args: ServeArgs, data: TempDir) -> Self {
        let clock = TestClock::new();
        let prepared = prepare(args, clock.clone()).await.unwrap();
        let product = Self::of(&prepared, clock, data);
        tokio::spawn(prepared.serve(product.handle.clone()));
        product
    }

    fn run(prepared: Prepared, clock: Arc<TestClock>, data: TempDir) -> (Self, Option<String>) {
        let link = prepared.set_up_path.clone();
        let product = Self::of(&prepared, clock, data);
        tokio::spawn(prepared.run(product.handle.clone()));
        (product, link)
    }

    fn of(prepared: &Prepared, clock: Arc<TestClock>, data: TempDir) -> Self {
        let (base, site) = (format!("http://{}", prepared.address), prepared.site.clone());
        Self { base, site, clock, data, handle: Handle::new() }
    }

    /// A product that answers no requests and does nothing by itself, and its administrator's op.
    pub async fn start_quiet(engine: Engine) -> (Self, Op) {
        let (_, product, op) = Self::start_later(engine).await;
        (product, op)
    }

    /// A product that does so only from when it is run on, and its administrator's op.
    pub async fn start_later(engine: Engine) -> (Prepared, Self, Op) {
        let (data, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
        let args = args(engine, &data).await;
        let prepared = prepare(args, clock.clone()).await.unwrap();
        let site = prepared.site.clone();
        let visit = Visit { device: Device::default(), request: RequestId(Uuid::now_v7()) };
        let token = sign_in(&site, &visit, ADMIN, Secret::new(PASSWORD)).await.unwrap();
        let product = Self { base: String::new(), site, clock, data, handle: Handle::new() };
        let op = product.op_of(&token).await;
        (prepared, product, op)
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(&self.base)
    }

    /// Signs somebody in.
    pub async fn sign_in(&self, email: &str, password: &str) -> Person {
        let (person, answer) = self.try_sign_in(email, password).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        person
    }

    /// Tries to sign somebody in.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> (Person, Answer) {
        enter(&self.base, "/sign-in", &[("email", email), ("password", password)]).await
    }

    /// The first administrator, signed in.
    pub async fn admin(&self) -> Person {
        self.sign_in(ADMIN, PASSWORD).await
    }

    /// What a person's request would be to the services.
    pub async fn op(&self, person: &Person) -> Op {
        let (_, token) = person.cookie.as_deref().unwrap().split_once('=').unwrap();
        self.op_of(token).await
    }

    async fn op_of(&self, token: &str) -> Op {
        let at = self.clock.now();
        let (session, me) = resolve(&self.site.store, token, at).await.unwrap().unwrap();
        Op { me, session, request: RequestId(Uuid::now_v7()), address: None, at }
    }

    /// Creates a user with these rights and no others, and signs them in.
    pub async fn person_with(&self, rights: &[SiteRight]) -> Person {
        let email = self.create_user(json!({ "rights": rights })).await;
        self.sign_in(&email, PASSWORD).await
    }

    /// Creates a user and gives the sign-in name.
    pub async fn create_user(&self, access: serde_json::Value) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let email = format!("user{}@example.com", NUMBER.fetch_add(1, Ordering::Relaxed));
        let draft =
            json!({ "email": email, "name": "Somebody", "password": PASSWORD, "access": access });
        self.admin().await.done("user/create", json!({ "draft": draft })).await;
        email
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}
