//! Whatever is cut off where in a Save: target and audit log agree exactly afterwards.
//!
//! A relay between the product and a real PostgreSQL sees each step of a Save go by and strikes at
//! the chosen one, while several people save at once. The rows only ever count up by one, so the
//! committed changes of the audit log must be exactly 0 → 1 → … → the number in the target.

mod books;
mod product;
mod relay;
mod target;
