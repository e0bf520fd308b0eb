//! The names of the browser's files, which carry a hash of their content.

/// Paths below the site's root, as the page links them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetNames {
    /// The JavaScript module that starts the page.
    pub js: String,
    /// The compiled module that it loads.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
}
