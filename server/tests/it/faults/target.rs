//! The line is cut, or the target's server crashes, at each step of a Save.

use super::books::{Books, Work, form, report, server};
use super::relay::{Outcome, Relay, Step, Strike};
use super::replay::agree;
use crate::postgres::{Bouncer, Postgres};
use crate::product::{Engine, Person, Product};
use server::service::settle::settle_all;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is done to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The line is cut.
    Cut,
    /// The process at the other end is killed, upon which PostgreSQL throws all others out too,
    /// forgets what was only in memory and recovers from its log.
    Crash,
}

/// What strikes next, once.
#[derive(Clone, Default)]
struct Trap(Arc<Mutex<Option<(Step, Fault)>>>);

impl Trap {
    fn strike(&self) -> Strike {
        let armed = self.0.clone();
        Arc::new(move |step, backend| {
            let mut armed = armed.lock().unwrap();
            let Some((_, fault)) = armed.filter(|(at, _)| *at == step) else {
                return Outcome::Pass;
            };
            *armed = None;
            if fault == Fault::Crash {
                let killed = Command::new("kill").args(["-KILL", &backend.to_string()]).status();
                assert!(killed.unwrap().success());
            }
            Outcome::Cut
        })
    }

    fn arm(&self, step: Step, fault: Fault) {
        *self.0.lock().unwrap() = Some((step, fault));
    }

    fn struck(&self) -> bool {
        self.0.lock().unwrap().is_none()
    }
}

/// One way to the target and to the store, and how often which fault strikes there at each step.
struct Course {
    engine: Engine,
    pooled: bool,
    cuts: usize,
    crashes: usize,
}

impl Course {
    async fn run(&self, what: &str) {
        let server = server().await;
        let trap = Trap::default();
        let relay = Relay::start(server, trap.strike()).await;
        let bouncer = self.pooled.then(|| Bouncer::start(&form(0), relay.port));
        let product = Product::start(self.engine).await;
        let admin = product.admin().await;
        let port = bouncer.as_ref().map_or(relay.port, |bouncer| bouncer.port);
        let books = Books::connect(&admin, port).await;
        let mut runs = 0;
        for (fault, times) in [(Fault::Cut, self.cuts), (Fault::Crash, self.crashes)] {
            for time in 0..times {
                for step in Step::ALL {
                    let work = Work::of_run(runs);
                    trap.arm(step, fault);
                    books.work(&admin, work).await;
                    let what = format!("{fault:?} at {step:?} of {work:?}, time {time}");
                    assert!(trap.struck(), "{what}: nothing was struck");
                    runs += 1;
                    if fault == Fault::Crash {
                        recovered(server).await;
                        books.are_reached(&admin).await;
                        // Numbers that were lost are given out again at once.
                        books.work(&admin, work).await;
                    }
                    if fault == Fault::Crash || time % 8 == 7 {
                        settled(&product, &admin, &books).await;
                        agree(server, &admin, &books, &what).await;
                    }
                }
            }
        }
        books.must_save(&admin).await;
        settled(&product, &admin, &books).await;
        agree(server, &admin, &books, "in the end").await;
        report(runs, what);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_whatever_happens_to_the_target() {
    let course = Course { engine: Engine::Sqlite, pooled: false, cuts: 16, crashes: 5 };
    course.run("a fault at the target").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_with_a_store_in_postgresql() {
    let course = Course { engine: Engine::Postgres, pooled: false, cuts: 3, crashes: 2 };
    course.run("a fault at the target and the store in PostgreSQL").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_agree_behind_a_pooler() {
    let course = Course { engine: Engine::Sqlite, pooled: true, cuts: 6, crashes: 2 };
    course.run("a fault between a pooler and the target, or at the target").await;
}

/// Waits until the server lets somebody in again.
async fn recovered(server: &Postgres) {
    while server.try_admin("postgres").await.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn settled(product: &Product, admin: &Person, books: &Books) {
    loop {
        settle_all(&product.site).await.unwrap();
        if books.are_settled(admin).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
