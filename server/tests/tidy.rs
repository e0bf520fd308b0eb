//! Reads the sources and holds them to the rules of the house.

#[path = "tidy"]
mod tidy {
    pub mod layers;
    pub mod layout;
    pub mod sources;
    pub mod words;
}
