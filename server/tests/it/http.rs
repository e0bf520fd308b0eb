//! What holds for every request: who may, from where, how large, with which headers.

mod attacks;
mod headers;
mod pages;
mod rights;
mod slow;
mod table_rights;
