//! Measuring two pieces of work against each other.

use std::time::{Duration, Instant};

/// How often each is run before it counts.
const WARM_UP: usize = 20;
/// How often each is run and counts.
const TIMES: usize = 200;

/// Runs both alternately and prints the ratio of their medians, with the medians for the curious.
pub async fn compare<A, B>(name: &str, mut ours: impl FnMut() -> A, mut floor: impl FnMut() -> B)
where
    A: Future<Output = ()>,
    B: Future<Output = ()>,
{
    let (mut our_times, mut floor_times) = (Vec::new(), Vec::new());
    for time in 0..WARM_UP + TIMES {
        let (own, other) = (timed(ours()).await, timed(floor()).await);
        if time >= WARM_UP {
            our_times.push(own);
            floor_times.push(other);
        }
    }
    let (own, other) = (median(&mut our_times), median(&mut floor_times));
    let ratio = own.as_secs_f64() / other.as_secs_f64();
    println!("ratio {name} {ratio:.2}    (ours {own:.1?}, floor {other:.1?})");
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let began = Instant::now();
    work.await;
    began.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
