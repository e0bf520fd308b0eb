//! The product is killed (SIGKILL) at each step of a Save and started again over the same data.

use super::books::{self, Books, Work, server};
use super::relay::{Outcome, Relay, Step, Strike};
use super::replay::agree;
use crate::commands::program::{Installation, Running, report};
use crate::postgres::{Bouncer, Postgres};
use crate::product::{ADMIN, Engine, PASSWORD, Person, enter};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Which process is killed at which step next, once.
type Trap = Arc<Mutex<Option<(Step, u32)>>>;

/// Moments that are so far apart, one after the other.
struct Moments {
    apart: u32,
    times: AtomicU32,
}

impl Moments {
    /// So many within so many microseconds.
    fn within(micros: u32, moments: u32) -> Self {
        Self { apart: micros / moments, times: AtomicU32::new(0) }
    }

    fn next(&self) -> Duration {
        let times = self.times.fetch_add(1, Ordering::Relaxed);
        Duration::from_micros((times * self.apart).into())
    }
}

/// Kills the product at the step that a trap is set for; in so many times it is to be struck in
/// different moments of writing down and of settling.
fn strike(trap: Trap, moments: u32) -> Strike {
    let (preparing, settling) = (Moments::within(12_000, moments), Moments::within(2_400, moments));
    Arc::new(move |step, _| {
        let mut armed = trap.lock().unwrap();
        let Some((_, product)) = armed.filter(|(at, _)| *at == step) else {
            return Outcome::Pass;
        };
        *armed = None;
        if step == Step::Preparing {
            // It reads on meanwhile what it has changed.
            let later = preparing.next();
            std::thread::spawn(move || end(product, later));
            return Outcome::Pass;
        }
        // The product works on meanwhile: each time it is struck a little later in settling.
        end(product, if step == Step::Settling { settling.next() } else { Duration::ZERO });
        Outcome::Cut
    })
}

/// Kills a process after a while.
fn end(product: u32, later: Duration) {
    std::thread::sleep(later);
    let killed = Command::new("kill").args(["-KILL", &product.to_string()]).status();
    assert!(killed.unwrap().success());
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
    /// Starts the product; in so many times it is struck in different moments.
    pub async fn start(engine: Engine, moments: u32) -> Self {
        let (server, trap) = (server().await, Trap::default());
        let strike = strike(trap.clone(), moments);
        Self::over(server, Installation::new(engine).await, trap, strike).await
    }

    /// The same with a store on the target's server, of which each step is seen too.
    pub async fn start_with_store(moments: u32) -> Self {
        let (server, trap) = (server().await, Trap::default());
        let strike = strike(trap.clone(), moments);
        let relay = Relay::start(server, strike.clone()).await;
        server.run("postgres", "create role keeper login password 'keeper'").await;
        server.run("postgres", "create database keeper owner keeper").await;
        let port = relay.port;
        let url = format!("postgres://keeper:keeper@127.0.0.1:{port}/keeper?sslmode=require");
        Self::over(server, Installation::with_store(url), trap, strike).await
    }

    async fn over(
        server: &'static Postgres,
        data: Installation,
        trap: Trap,
        strike: Strike,
    ) -> Self {
        let port = Relay::start(server, strike).await.port;
        let running = run(&data);
        let fields = [("email", ADMIN), ("password", PASSWORD)];
        let (admin, _) = enter(&running.base, "/sign-in", &fields).await;
        Self { server, port, admin, runs: 0, trap, data, running }
    }

    /// Kills it at a step of some work, and starts it again.
    pub async fn kill(&mut self, step: Step, what: &str, work: impl AsyncFnOnce(&Person)) {
        self.kill_once(step, what, work).await;
        self.start_again();
    }

    /// Kills it at a step of some work, and again at a step of settling that at its next start.
    pub async fn kill_twice(
        &mut self,
        (step, settling): (Step, Step),
        what: &str,
        work: impl AsyncFnOnce(&Person),
    ) {
        self.kill_once(step, what, work).await;
        {
            // Whatever comes to a step now waits until it is known which process is meant.
            let mut trap = self.trap.lock().unwrap();
            self.running = run(&self.data);
            *trap = Some((settling, self.running.id()));
        }
        self.struck(what).await;
        self.start_again();
    }

    async fn kill_once(&mut self, step: Step, what: &str, work: impl AsyncFnOnce(&Person)) {
        *self.trap.lock().unwrap() = Some((step, self.running.id()));
        work(&self.admin).await;
        self.struck(what).await;
    }

    /// Waits until it is dead.
    async fn struck(&mut self, what: &str) {
        // It may have answered before the relay looks at what it has passed on.
        let until = Instant::now() + Duration::from_mins(1);
        while self.trap.lock().unwrap().is_some() {
            assert!(Instant::now() < until, "{what}: nothing was struck");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.runs += 1;
        self.running.wait();
    }

    fn start_again(&mut self) {
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
pub async fn kill(mut ordeal: Ordeal, steps: [Step; 6], times: u32, what: &str) {
    let books = Books::connect(&ordeal.admin, ordeal.port).await;
    for time in 0..times {
        for step in steps {
            let work = Work::of_run(ordeal.runs);
            let what = format!("killed at {step:?} of {work:?}, time {time}");
            ordeal.kill(step, &what, async |admin| books.work(admin, work).await).await;
            settled(&ordeal.admin, &books).await;
            agree(ordeal.server, &ordeal.admin, &books, &what).await;
        }
    }
    in_the_end(ordeal, &books, what).await;
}

/// It still saves, and everything agrees.
pub async fn in_the_end(ordeal: Ordeal, books: &Books, what: &str) {
    books.must_save(&ordeal.admin).await;
    settled(&ordeal.admin, books).await;
    agree(ordeal.server, &ordeal.admin, books, "in the end").await;
    ordeal.end(what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_wherever_the_product_is_killed() {
    kill(Ordeal::start(Engine::Sqlite, 6).await, Step::ALL, 6, "the product killed").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_with_a_store_in_postgresql() {
    let what = "the product killed and the store in PostgreSQL";
    kill(Ordeal::start(Engine::Postgres, 2).await, Step::ALL, 2, what).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_behind_a_pooler() {
    let mut ordeal = Ordeal::start(Engine::Sqlite, 3).await;
    let bouncer = Bouncer::start(&books::form(0), ordeal.port);
    ordeal.port = bouncer.port;
    kill(ordeal, Step::ALL, 3, "the product killed behind a pooler").await;
}

/// The product settles by itself when it starts.
pub async fn settled(admin: &Person, books: &Books) {
    while !books.are_settled(admin).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
