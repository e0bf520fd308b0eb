//! One cell: how its text is shown, how typed text becomes a value, what is wrong with it at sight.

mod accept;
pub(in crate::grid) mod check;
mod show;

pub use accept::{cleared, pasted, typed};
pub use check::objection;
pub use show::{Face, face};
