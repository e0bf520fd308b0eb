//! Who is asking: passwords, sessions, throttling, cookies.

pub mod cookie;
pub mod password;
pub mod session;
pub mod throttle;
pub mod token;
