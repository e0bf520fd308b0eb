//! Connection strings as they are pasted, and what can be typed by accident.

use super::*;
use proptest::prelude::*;
use url::form_urlencoded::byte_serialize;

fn target(fields: [&str; 6]) -> PastedTarget {
    let [host, port, instance, username, password, schema] =
        fields.map(|field| (!field.is_empty()).then(|| field.to_owned()));
    let password = password.map(Secret::new);
    PastedTarget { host, port, instance, username, password, schema }
}

#[test]
fn strings_of_the_manual_and_of_vendors_are_read() {
    let cases = [
        (
            "postgresql://anna@db.example.com:5433/hr",
            ["db.example.com", "5433", "hr", "anna", "", ""],
        ),
        ("postgres://db.example.com", ["db.example.com", "", "", "", "", ""]),
        (
            "postgres://anna:p%40ss%2Fw+rd@[2001:db8::7]:5432/h%20r?sslmode=require",
            ["2001:db8::7", "5432", "h r", "anna", "p@ss/w+rd", ""],
        ),
        (
            "jdbc:postgresql://db.example.com/hr?user=anna&password=s3cret&currentSchema=people,public",
            ["db.example.com", "", "hr", "anna", "s3cret", "people"],
        ),
        (
            "postgresql:///hr?host=db.example.com&port=5433&options=-c%20search_path%3Dpeople",
            ["db.example.com", "5433", "hr", "", "", "people"],
        ),
        (
            r"host = db.example.com port=5433 dbname='h r' user=anna password='it\'s \\ here'",
            ["db.example.com", "5433", "h r", "anna", r"it's \ here", ""],
        ),
        ("  host=db.example.com\n  dbname=hr  ", ["db.example.com", "", "hr", "", "", ""]),
    ];
    for (text, fields) in cases {
        assert_eq!(PastedTarget::parse(text), Some(target(fields)), "{text}");
    }
}

#[test]
fn what_is_only_a_host_is_not_a_connection_string() {
    for text in
        ["", "db.example.com", "10.0.0.1", "::1", "mysql://db/hr", "host='unclosed", "a b=c"]
    {
        assert_eq!(PastedTarget::parse(text), None, "{text}");
    }
}

#[test]
fn a_pasted_password_is_not_shown() {
    let shown = format!("{:?}", PastedTarget::parse("postgres://anna:s3cret@db/hr"));
    assert!(shown.contains("anna") && !shown.contains("s3cret"), "{shown}");
}

fn encoded(text: &str) -> String {
    // Blanks as %20: a plus sign is only a blank in a query.
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

proptest! {
    #[test]
    fn what_a_url_says_is_what_is_read(
        host in "[a-z][a-z0-9-]{0,10}[a-z0-9](\\.[a-z]{2,5}){0,2}",
        port in 1_u16..,
        instance in "\\PC{1,20}",
        username in "\\PC{1,20}",
        password in "\\PC{1,20}",
    ) {
        // A path of one or two dots means another path in every URL.
        prop_assume!(instance != "." && instance != ".." && !instance.starts_with('/'));
        let text = format!(
            "postgres://{}:{}@{host}:{port}/{}",
            encoded(&username), encoded(&password), encoded(&instance)
        );
        let expected = target([&host, &port.to_string(), &instance, &username, &password, ""]);
        prop_assert_eq!(PastedTarget::parse(&text), Some(expected));
    }

    #[test]
    fn what_pairs_say_is_what_is_read(
        host in "\\PC{1,20}",
        port in 1_u16..,
        instance in "\\PC{1,20}",
        username in "\\PC{1,20}",
        password in "(?s).{1,20}",
    ) {
        let text = format!(
            "host={} port={port} dbname={} user = {} password={}",
            quoted(&host), quoted(&instance), quoted(&username), quoted(&password)
        );
        let expected = target([&host, &port.to_string(), &instance, &username, &password, ""]);
        prop_assert_eq!(PastedTarget::parse(&text), Some(expected));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,80}", head in "(postgres://|host=|jdbc:postgresql://|)") {
        let _ = PastedTarget::parse(&format!("{head}{text}"));
    }

    #[test]
    fn whatever_is_typed_with_an_equals_sign_is_read_or_left_alone(
        text in "[a-z=' \\\\%:@/\\[\\]]{0,40}",
    ) {
        if let Some(read) = PastedTarget::parse(&text) {
            prop_assert_ne!(read, PastedTarget::default());
        }
    }
}
