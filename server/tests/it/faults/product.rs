//! The product is killed (SIGKILL) at each step of a Save and started again over the same data.

use super::books::{self, Books, Work, server};
use super::relay::{Outcome, Relay, Step, Strike};
use super::replay::agree;
use crate::commands::program::{Installation, Running, report};
use crate::postgres::Postgres;
use crate::product::{ADMIN, Engine, PASSWORD, Person, enter};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Which process is killed at which step next, once.
type Trap = Arc<Mutex<Option<(Step, u32)>>>;

/// Kills the product at the step that a trap is set for; in so many times it is to be struck in
/// different moments of settling.
fn strike(trap: Trap, moments: u32) -> Strike {
    let apart = 2_400 / moments;
    let times = AtomicU32::new(0);
    Arc::new(move |step, _| {
        let mut armed = trap.lock().unwrap();
        let Some((_, product)) = armed.filter(|(at, _)| *at == step) else {
            return Outcome::Pass;
        };
        *armed = None;
        if step == Step::Settling {
            // The product works on meanwhile: each time it is struck a little later in settling.
            let later = times.fetch_add(1, Ordering::Relaxed) * apart;
            std::thread::sleep(Duration::from_micros(later.into()));
        }
        let killed = Command::new("kill").args(["-KILL", &product.to_string()]).status();
        assert!(killed.unwrap().success());
        Outcome::Cut
    })
}

/// A product that is killed, and started again over the same data.
pub struct Ordeal {
    /// The target.
    pub server: &'static Postgres,
    /// The relay's port.
    pub port: u16,
    /// The administrator, signed in.
    pub admin: Person,
    /// How often it was killed.
    pub runs: usize,
    trap: Trap,
    data: Installation,
    running: Running,
}

impl Ordeal {
    /// Starts the product; in so many times it is struck in different moments of settling.
    pub async fn start(engine: Engine, moments: u32) -> Self {
        let server = server().await;
        let trap = Trap::default();
        let port = Relay::start(server, strike(trap.clone(), moments)).await.port;
        let data = Installation::new(engine).await;
        let running = run(&data);
        let fields = [("email", ADMIN), ("password", PASSWORD)];
        let (admin, _) = enter(&running.base, "/sign-in", &fields).await;
        Self { server, port, admin, runs: 0, trap, data, running }
    }

    /// Kills it at a step of some work, and starts it again.
    pub async fn kill(&mut self, step: Step, what: &str, work: impl AsyncFnOnce(&Person)) {
        *self.trap.lock().unwrap() = Some((step, self.running.id()));
        work(&self.admin).await;
        // It may have answered before the relay looks at what it has passed on.
        let until = Instant::now() + Duration::from_mins(1);
        while self.trap.lock().unwrap().is_some() {
            assert!(Instant::now() < until, "{what}: nothing was struck");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.runs += 1;
        self.running.wait();
        self.running = run(&self.data);
        let cookie = std::mem::take(&mut self.admin.cookie);
        self.admin = Person::new(&self.running.base);
        self.admin.cookie = cookie;
    }

    /// Ends it and looks through its audit log.
    pub fn end(self, what: &str) {
        drop(self.running);
        let said = report(self.data.program().args(["audit", "verify"]));
        assert!(said.contains("are intact"), "{said}");
        books::report(self.runs, what);
    }
}

/// Starts the product over its data.
fn run(data: &Installation) -> Running {
    let mut command = data.program();
    command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD);
    command.env("NEXTTABLES_LOG", "error");
    Running::start(&mut command)
}

/// Kills the product so often at each step.
async fn kill(engine: Engine, times: u32, what: &str) {
    let mut ordeal = Ordeal::start(engine, times).await;
    let books = Books::connect(&ordeal.admin, ordeal.port).await;
    for time in 0..times {
        for step in Step::ALL {
            let work = Work::of_run(ordeal.runs);
            let what = format!("killed at {step:?} of {work:?}, time {time}");
            ordeal.kill(step, &what, async |admin| books.work(admin, work).await).await;
            settled(&ordeal.admin, &books).await;
            agree(ordeal.server, &ordeal.admin, &books, &what).await;
        }
    }
    books.must_save(&ordeal.admin).await;
    settled(&ordeal.admin, &books).await;
    agree(ordeal.server, &ordeal.admin, &books, "in the end").await;
    ordeal.end(what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_wherever_the_product_is_killed() {
    kill(Engine::Sqlite, 6, "the product killed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_with_a_store_in_postgresql() {
    kill(Engine::Postgres, 2, "the product killed and the store in PostgreSQL").await;
}

/// The product settles by itself when it starts.
async fn settled(admin: &Person, books: &Books) {
    while !books.are_settled(admin).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
