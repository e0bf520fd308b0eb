//! Embeds the browser's files, if they have been built, so that the server is one file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=NEXTTABLES_SITE_DIR");
    println!("cargo::rerun-if-changed=migrations");
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let site = env::var_os("NEXTTABLES_SITE_DIR")
        .map_or_else(|| manifest.join("../target/site"), PathBuf::from);
    println!("cargo::rerun-if-changed={}", site.display());
    let mut files = Vec::new();
    if site.is_dir() {
        collect(&site, &mut files)?;
    }
    files.sort();
    let mut table = String::from("static FILES: &[File] = &[\n");
    for file in files.iter().filter(|file| !compressed(file)) {
        let path = file.strip_prefix(&site).unwrap_or(file).display().to_string();
        let bytes = |path: &Path| format!("include_bytes!({:?})", path.display().to_string());
        let variant = |ending: &str| {
            let path = PathBuf::from(format!("{}.{ending}", file.display()));
            if path.is_file() { format!("Some({})", bytes(&path)) } else { "None".to_owned() }
        };
        let (br, gz) = (variant("br"), variant("gz"));
        let plain = bytes(file);
        let _ = writeln!(table, "File {{ path: {path:?}, plain: {plain}, br: {br}, gz: {gz} }},");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("site.rs"), table)
}

fn compressed(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "br" || ending == "gz")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
