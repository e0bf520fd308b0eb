//! Blocks of cells as a table of HTML, the one flavour besides plain text that every browser's
//! clipboard takes at any time; what tells NULL from empty text goes along in an attribute.

use super::Block;
use url::form_urlencoded::{byte_serialize, parse};

/// The attribute with the cells as they are.
const OWN_ATTRIBUTE: &str = "data-nexttables-cells=\"";

/// Writes a block as a table.
pub fn write_html(block: &[Vec<Option<String>>]) -> String {
    let own = serde_json::to_string(block).unwrap_or_default();
    // Nothing in it has to be written otherwise in an attribute, so that any browser leaves it.
    let own: String = byte_serialize(own.as_bytes()).collect();
    let rows = block.iter().map(|row| {
        let cells = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell.as_deref())));
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    let rows: String = rows.collect();
    format!("<table {OWN_ATTRIBUTE}{own}\"><tbody>{rows}</tbody></table>")
}

fn escaped(cell: Option<&str>) -> String {
    let text = cell.unwrap_or_default();
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // No styles: the browser reads it as part of this page, which allows none in attributes.
    text.replace('\n', "<br>")
}

/// Reads a block of our own out of what a browser made of it.
pub fn read_own(html: &str) -> Option<Block<Option<String>>> {
    let (_, own) = html.split_once(OWN_ATTRIBUTE)?;
    let (own, _) = own.split_once('"')?;
    let (own, _) = parse(own.as_bytes()).next()?;
    serde_json::from_str(&own).ok()
}

#[cfg(test)]
mod tests {
    use super::{read_own, write_html};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            block in prop::collection::vec(prop::collection::vec(any::<Option<String>>(), 1..4), 1..4),
        ) {
            let written = format!("<html><body><meta charset=\"utf-8\">{}</body>", write_html(&block));
            prop_assert_eq!(read_own(&written), Some(block));
        }
    }

    #[test]
    fn other_programs_see_a_table() {
        let block = [
            vec![Some("a <b>".to_owned()), None],
            vec![Some("1\n2".to_owned()), Some(String::new())],
        ];
        let written = write_html(&block);
        let (_, rows) = written.split_once("<tbody>").unwrap_or_default();
        assert_eq!(
            rows,
            "<tr><td>a &lt;b&gt;</td><td></td></tr><tr><td>1<br>2</td><td></td></tr></tbody></table>"
        );
        assert_eq!(read_own("<table><tr><td>a</td></tr></table>"), None);
    }
}
