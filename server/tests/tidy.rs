//! Reads the sources and holds them to the rules of the house.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, what cannot be is best told by a panic"
)]

#[path = "tidy"]
mod tidy {
    pub mod layers;
    pub mod layout;
    pub mod metadata;
    pub mod sources;
    pub mod words;
}
