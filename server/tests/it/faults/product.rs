//! The product is killed (SIGKILL) at each step of a Save and started again over the same data.

use super::books::{agree, connect, count_all_up, is_settled, must_save, server};
use super::relay::{Outcome, Relay, Step, Strike};
use crate::commands::program::{Installation, Running, report};
use crate::product::{ADMIN, PASSWORD, Person, enter};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often each step is struck.
const TIMES: usize = 8;

/// Which process is killed at which step next, once.
type Trap = Arc<Mutex<Option<(Step, u32)>>>;

fn strike(trap: Trap) -> Strike {
    let times = AtomicU32::new(0);
    Arc::new(move |step, _| {
        let mut armed = trap.lock().unwrap();
        let Some((_, product)) = armed.filter(|(at, _)| *at == step) else {
            return Outcome::Pass;
        };
        *armed = None;
        if step == Step::Settling {
            // The product works on meanwhile: each time it is struck a little later in settling.
            let later = times.fetch_add(1, Ordering::Relaxed) * 400;
            std::thread::sleep(Duration::from_micros(later.into()));
        }
        let killed = Command::new("kill").args(["-KILL", &product.to_string()]).status();
        assert!(killed.unwrap().success());
        Outcome::Cut
    })
}

fn start(data: &Installation) -> Running {
    let mut command = data.program();
    command.env("NEXTTABLES_ADMIN_EMAIL", ADMIN).env("NEXTTABLES_ADMIN_PASSWORD", PASSWORD);
    command.env("NEXTTABLES_LOG", "error");
    Running::start(&mut command)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn target_and_audit_log_agree_wherever_the_product_is_killed() {
    let server = server().await;
    let trap = Trap::default();
    let relay = Relay::start(server, strike(trap.clone())).await;
    let data = Installation::embedded();
    let mut running = start(&data);
    let fields = [("email", ADMIN), ("password", PASSWORD)];
    let (mut admin, _) = enter(&running.base, "/sign-in", &fields).await;
    let table = connect(&admin, relay.port).await;
    let mut runs = 0;
    for time in 0..TIMES {
        for step in Step::ALL {
            *trap.lock().unwrap() = Some((step, running.id()));
            count_all_up(&admin, table, 1).await;
            let what = format!("killed at {step:?}, time {time}");
            assert_eq!(*trap.lock().unwrap(), None, "{what}: nothing was struck");
            runs += 1;
            running.wait();
            running = start(&data);
            let cookie = admin.cookie;
            admin = Person::new(&running.base);
            admin.cookie = cookie;
            settled(&admin, table).await;
            agree(server, &admin, table, &what).await;
        }
    }
    must_save(&admin, table).await;
    agree(server, &admin, table, "in the end").await;
    drop(running);
    let said = report(data.program().args(["audit", "verify"]));
    assert!(said.contains("are intact"), "{said}");
    println!("{runs} runs with the product killed: target and audit log agree");
}

/// The product settles by itself when it starts.
async fn settled(admin: &Person, table: app::model::ids::TableId) {
    while !is_settled(admin, table).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
