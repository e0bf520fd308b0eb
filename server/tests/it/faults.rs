//! Whatever is cut off where in a Save: target and audit log agree exactly afterwards.
//!
//! A relay between the product and a real PostgreSQL, be it the target or the store, sees each step
//! of a Save go by and strikes at the chosen one, while several people save at once: they count
//! accounts up, and insert and delete rows with a key and without one. Replaying the committed
//! changes of the audit log must give exactly the rows in the target, and each Save must have ended
//! as it is told by its id.

mod books;
mod product;
mod relay;
mod replay;
mod savers;
mod store;
mod tables;
mod target;
