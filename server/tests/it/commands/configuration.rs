//! A setting that does not hold is named, with what to write instead.

use super::program::{Installation, complaint};

fn refused(settings: &[(&str, &str)]) -> String {
    let data = Installation::embedded();
    complaint(data.program().arg("serve").envs(settings.iter().copied()))
}

#[test]
fn each_wrong_setting_is_named_with_its_remedy() {
    for (name, value, remedy) in [
        ("NEXTTABLES_LISTEN", "3000", "127.0.0.1:3000"),
        ("NEXTTABLES_LISTEN", "0.0.0.0:0", "NEXTTABLES_TLS_CERT"),
        ("NEXTTABLES_PUBLIC_URL", "tables.example.com", "https://tables.example.com"),
        ("NEXTTABLES_PUBLIC_URL", "http://tables.example.com", "https"),
        ("NEXTTABLES_STORE_URL", "mysql://x", "postgres://user:password@host/database"),
        ("NEXTTABLES_MASTER_KEY", "short", "openssl rand -base64 32"),
        ("NEXTTABLES_EGRESS_ALLOW", "ten", "CIDR"),
        ("NEXTTABLES_EGRESS_DENY", "ten", "CIDR"),
        ("NEXTTABLES_LOG", "server=loud", "info"),
    ] {
        let said = refused(&[(name, value)]);
        assert!(said.contains(name) && said.contains(remedy), "{name}={value}: {said}");
    }
}

#[test]
fn the_first_administrator_needs_a_good_password() {
    let said = refused(&[
        ("NEXTTABLES_LISTEN", "127.0.0.1:0"),
        ("NEXTTABLES_ADMIN_EMAIL", "ada"),
        ("NEXTTABLES_ADMIN_PASSWORD", "short"),
    ]);
    assert!(said.contains("NEXTTABLES_ADMIN_EMAIL, NEXTTABLES_ADMIN_PASSWORD"), "{said}");
    assert!(said.contains("not an e-mail address") && said.contains("at least"), "{said}");
    assert!(!said.contains("short"), "the password is in {said}");
}

#[test]
fn a_certificate_that_is_not_there_is_named() {
    let said = refused(&[
        ("NEXTTABLES_LISTEN", "127.0.0.1:0"),
        ("NEXTTABLES_TLS_CERT", "/nowhere/cert.pem"),
        ("NEXTTABLES_TLS_KEY", "/nowhere/key.pem"),
    ]);
    assert!(said.contains("NEXTTABLES_TLS_CERT, NEXTTABLES_TLS_KEY"), "{said}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let said = refused(&[("NEXTTABLES_LISTEN", &address)]);
    assert!(said.contains("NEXTTABLES_LISTEN"), "{said}");
}
