//! Downloading the bytes of a cell as a file.

use super::later;
use crate::grid::desk::Desk;
use crate::grid::selection::Selection;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Offers the active cell's bytes as a file.
pub fn bytes(desk: Desk) {
    let spot = desk.selection.with_untracked(Selection::active);
    let name = format!("{}.bin", desk.name_of(spot));
    later(desk, async move {
        let value = super::copy::value(desk, spot).await?.flatten();
        match value.as_deref().and_then(decode) {
            Some(bytes) => offer(&bytes, &name),
            None => desk.say("There are no bytes in this cell"),
        }
        Ok(())
    });
}

/// Reads PostgreSQL's hexadecimal notation.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?;
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn offer(bytes: &[u8], name: &str) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence(&parts) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn bytes_come_back_as_they_are() {
        assert_eq!(decode("\\x00ff10"), Some(vec![0, 255, 16]));
        assert_eq!(decode("\\x"), Some(Vec::new()));
        assert_eq!(decode("00"), None);
        assert_eq!(decode("\\xzz"), None);
    }
}
