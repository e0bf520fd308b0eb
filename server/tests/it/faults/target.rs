//! The line is cut, or the target's server crashes, at each step of a Save.

use super::books::{self, agree, connect, count_all_up, is_settled, must_save, server};
use super::relay::{Outcome, Relay, Step, Strike};
use crate::postgres::Postgres;
use crate::product::{Engine, Product};
use server::service::settle::settle_all;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often each step is struck by a cut line.
const CUTS: usize = 40;
/// How often each step is struck by a crash, which takes the server a moment to recover from.
const CRASHES: usize = 4;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_whatever_happens_to_the_target() {
    let server = server().await;
    let trap = Trap::default();
    let relay = Relay::start(server, trap.strike()).await;
    let product = Product::start(Engine::Sqlite).await;
    let admin = product.admin().await;
    let table = connect(&admin, relay.port).await;
    let mut runs = 0;
    for (fault, times) in [(Fault::Cut, CUTS), (Fault::Crash, CRASHES)] {
        for time in 0..times {
            for step in Step::ALL {
                trap.arm(step, fault);
                count_all_up(&admin, table, 1).await;
                let what = format!("{fault:?} at {step:?}, time {time}");
                assert!(trap.struck(), "{what}: nothing was struck");
                runs += 1;
                if fault == Fault::Crash {
                    recovered(server).await;
                }
                if fault == Fault::Crash || time % 10 == 9 {
                    settled(&product, &admin, table).await;
                    agree(server, &admin, table, &what).await;
                }
            }
        }
    }
    must_save(&admin, table).await;
    agree(server, &admin, table, "in the end").await;
    books::report(runs, "a fault at the target");
}

/// Waits until the server lets somebody in again.
async fn recovered(server: &Postgres) {
    while server.try_admin("postgres").await.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn settled(
    product: &Product,
    admin: &crate::product::Person,
    table: app::model::ids::TableId,
) {
    loop {
        settle_all(&product.site).await.unwrap();
        if is_settled(admin, table).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
