//! The time, as a parameter: tests move it, the product reads it here and nowhere else.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A point in time as the store keeps it: microseconds since 1970.
pub fn to_micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// When a day begins (UTC), as the store keeps it.
pub fn start_of(day: NaiveDate) -> i64 {
    to_micros(day.and_time(NaiveTime::MIN).and_utc())
}

/// When the day after begins.
pub fn end_of(day: NaiveDate) -> i64 {
    day.checked_add_days(Days::new(1)).map_or(i64::MAX, start_of)
}

/// A point in time from the store.
pub fn from_micros(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}
