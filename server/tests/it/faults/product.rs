//! The product is killed (SIGKILL) at each step of a Save and started again over the same data.

use super::books::{self, Books, Work, server};
use super::relay::{Outcome, Relay, Step, Strike};
use super::replay::agree;
use crate::commands::program::{Installation, Running, report};
use crate::product::{ADMIN, Engine, PASSWORD, Person, enter};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Which process is killed at which step next, once.
pub type Trap = Arc<Mutex<Option<(Step, u32)>>>;

/// Kills the product at the step that a trap is set for; in so many times it is to be struck in
/// different moments of settling.
pub fn strike(trap: Trap, moments: u32) -> Strike {
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

/// Starts the product over its data.
pub fn start(data: &Installation) -> Running {
    let mut command = data.program();
    command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD);
    command.env("NEXTTABLES_LOG", "error");
    Running::start(&mut command)
}

/// Kills the product so often at each step.
async fn kill(engine: Engine, times: u32, what: &str) {
    let server = server().await;
    let trap = Trap::default();
    let relay = Relay::start(server, strike(trap.clone(), times)).await;
    let data = Installation::new(engine).await;
    let mut running = start(&data);
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    let (mut admin, _) = enter(&running.base, "/sign-in", &fields).await;
    let books = Books::connect(&admin, relay.port).await;
    let mut runs = 0;
    for time in 0..times {
        for step in Step::ALL {
            let work = Work::of_run(runs);
            *trap.lock().unwrap() = Some((step, running.id()));
            books.work(&admin, work).await;
            let what = format!("killed at {step:?} of {work:?}, time {time}");
            assert_eq!(*trap.lock().unwrap(), None, "{what}: nothing was struck");
            runs += 1;
            running.wait();
            running = start(&data);
            let cookie = admin.cookie;
            admin = Person::new(&running.base);
            admin.cookie = cookie;
            settled(&admin, &books).await;
            agree(server, &admin, &books, &what).await;
        }
    }
    books.must_save(&admin).await;
    settled(&admin, &books).await;
    agree(server, &admin, &books, "in the end").await;
    drop(running);
    let said = report(data.program().args(["audit", "verify"]));
    assert!(said.contains("are intact"), "{said}");
    books::report(runs, what);
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
