//! From a typed connection to one whose every field holds.

use super::{ConnectionDraft, DatabaseKind, Scope, Trust, field};
use crate::error::Problem;
use crate::model::ident::Ident;
use crate::model::name::check_name;
use crate::model::secret::Secret;

/// A connection whose every field holds; whether the target agrees is for the probe to say.
#[derive(Clone, Debug)]
pub struct CheckedConnection {
    /// “Name”, trimmed.
    pub name: String,
    /// “Type”.
    pub kind: DatabaseKind,
    /// “Mapped folders”, not empty.
    pub scope: Scope,
    /// “Instance name”.
    pub instance: Ident,
    /// “Host”, trimmed and in ASCII; brackets around an IPv6 address are removed.
    pub host: String,
    /// “Port”, not zero.
    pub port: u16,
    /// “Schema”.
    pub schema: Ident,
    /// “Read-only connection”.
    pub read_only: bool,
    /// “Username”.
    pub username: Ident,
    /// “Password”; empty when editing without a new one.
    pub password: Secret,
    /// How the certificate is verified.
    pub trust: Trust,
}

/// Whether an empty password is a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// It must be typed.
    Required,
    /// Left empty, the stored one stays.
    MayStay,
}

impl ConnectionDraft {
    /// Checks a new connection and reports all problems at once.
    ///
    /// # Errors
    /// With one problem for each field that does not hold, in the order of the form.
    pub fn check(self) -> Result<CheckedConnection, Vec<Problem>> {
        self.check_with(PasswordRule::Required)
    }

    /// Checks a connection that is being edited, where the stored password may stay.
    ///
    /// # Errors
    /// With one problem for each field that does not hold, in the order of the form.
    pub fn check_edit(self) -> Result<CheckedConnection, Vec<Problem>> {
        self.check_with(PasswordRule::MayStay)
    }

    fn check_with(self, password: PasswordRule) -> Result<CheckedConnection, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = keep(&mut problems, check_name(&self.name));
        let kind = keep(&mut problems, check_kind(self.kind));
        keep(&mut problems, check_scope(&self.scope));
        let instance =
            keep(&mut problems, check_ident(field::INSTANCE, "an instance name", &self.instance));
        let host = keep(&mut problems, check_host(&self.host));
        let port = keep(&mut problems, check_port(&self.port));
        let schema = keep(&mut problems, check_ident(field::SCHEMA, "a schema", &self.schema));
        keep(&mut problems, check_trust(&self.trust));
        let username =
            keep(&mut problems, check_ident(field::USERNAME, "a username", &self.username));
        keep(&mut problems, check_password(&self.password, password));
        match (name, kind, instance, host, port, schema, username) {
            (
                Some(name),
                Some(kind),
                Some(instance),
                Some(host),
                Some(port),
                Some(schema),
                Some(username),
            ) if problems.is_empty() => Ok(CheckedConnection {
                name,
                kind,
                scope: self.scope,
                instance,
                host,
                port,
                schema,
                read_only: self.read_only,
                username,
                password: self.password,
                trust: self.trust,
            }),
            _ => Err(problems),
        }
    }
}

fn keep<T>(problems: &mut Vec<Problem>, result: Result<T, Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn check_kind(kind: Option<DatabaseKind>) -> Result<DatabaseKind, Problem> {
    kind.ok_or_else(|| Problem::field(field::KIND, "required", "Choose a type"))
}

fn check_scope(scope: &Scope) -> Result<(), Problem> {
    match scope {
        Scope::Folders(folders) if folders.is_empty() => {
            Err(Problem::field(field::SCOPE, "required", "Choose at least one folder")
                .hint("Choose Site (all folders) to make the connection available everywhere"))
        }
        _ => Ok(()),
    }
}

/// Blanks around a name come from copying, as in the set-up SQL.
fn check_ident(field: &str, what: &str, text: &str) -> Result<Ident, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::field(field, "required", format!("Enter {what}")));
    }
    Ident::new(text)
        .map_err(|error| Problem::field(field, "invalid_name", capitalised(&error.to_string())))
}

fn check_host(host: &str) -> Result<String, Problem> {
    let host = host.trim();
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    if bare.is_empty() {
        return Err(Problem::field(field::HOST, "required", "Enter a host")
            .hint("For example, db.example.com"));
    }
    if bare.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok(bare.to_owned());
    }
    let clean = bare.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if !clean || bare.len() > 253 || bare.starts_with('-') {
        return Err(invalid_host());
    }
    if bare.is_ascii() {
        return Ok(bare.to_owned());
    }
    // Name servers and certificates know it by its ASCII form (RFC 5891).
    url::Host::parse(bare).map(|host| host.to_string()).map_err(|_| invalid_host())
}

fn invalid_host() -> Problem {
    Problem::field(field::HOST, "invalid_host", "This is not a host name or address")
        .hint("Enter the name only, for example db.example.com; the port has its own field")
}

fn check_port(port: &str) -> Result<u16, Problem> {
    match port.trim().parse::<u16>() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(Problem::field(field::PORT, "invalid_port", "A port is a number from 1 to 65535")
            .hint("PostgreSQL usually listens on 5432")),
    }
}

/// What is pasted comes back to browsers, so nothing but certificates is taken; whether they are
/// any good is for the probe to say.
fn check_trust(trust: &Trust) -> Result<(), Problem> {
    let Trust::Authority { pem } = trust else { return Ok(()) };
    if pem.contains("PRIVATE KEY") {
        let message = "The pasted text contains a private key, which must stay on its server";
        return Err(Problem::field(field::TRUST, "private_key", message).hint(
            "Paste the CA certificate alone; a key that was shown around should be replaced",
        ));
    }
    let plain = !pem.contains(|char: char| char.is_control() && !char.is_whitespace());
    let mut sections = pem.split("-----BEGIN ").skip(1);
    if plain && sections.all(|section| section.starts_with("CERTIFICATE-----")) {
        return Ok(());
    }
    let message = "The pasted text contains something else than certificates";
    Err(Problem::field(field::TRUST, "not_a_certificate", message)
        .hint("Paste the sections from BEGIN CERTIFICATE to END CERTIFICATE alone"))
}

fn check_password(password: &Secret, rule: PasswordRule) -> Result<(), Problem> {
    if password.is_empty() && rule == PasswordRule::Required {
        return Err(Problem::field(
            field::PASSWORD,
            "required",
            "Enter the password of the login role",
        ));
    }
    if password.reveal().contains('\0') {
        return Err(Problem::field(
            field::PASSWORD,
            "nul",
            "A password cannot contain the character NUL",
        ));
    }
    Ok(())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hosts_are_taken_as_they_are_dialled() {
        let cases = [
            (" db.example.com ", "db.example.com"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("10.0.0.7", "10.0.0.7"),
            ("bücher.example", "xn--bcher-kva.example"),
        ];
        for (typed, host) in cases {
            assert_eq!(check_host(typed).as_deref(), Ok(host));
        }
    }

    #[test]
    fn what_is_not_a_host_is_told_at_its_field() {
        for typed in
            ["", "db.example.com:5432", "postgres://db", "a b", "-db", "[db", "fe80::1%eth0"]
        {
            let problem = check_host(typed).unwrap_err();
            assert_eq!(problem.at, crate::error::At::Field(field::HOST.to_owned()), "{typed}");
        }
    }

    #[test]
    fn nothing_but_certificates_is_taken_as_ca_certificate() {
        let section =
            |label: &str| format!("-----BEGIN {label}-----\nMIIB\n-----END {label}-----\n");
        let check = |pem: &str| check_trust(&Trust::Authority { pem: pem.to_owned() });
        let (one, key) = (section("CERTIFICATE"), section("PRIVATE KEY"));
        assert_eq!(check(&format!("subject: CN=x\n{one}{one}")), Ok(()));
        for (pem, code) in [
            (format!("{one}{key}"), "private_key"),
            (format!("{}{one}", section("RSA PRIVATE KEY")), "private_key"),
            (section("ENCRYPTED PRIVATE KEY"), "private_key"),
            (format!("{one}{}", section("CERTIFICATE REQUEST")), "not_a_certificate"),
            (section("EC PARAMETERS"), "not_a_certificate"),
        ] {
            let problem = check(&pem).unwrap_err();
            assert_eq!(problem.code, code, "{pem}");
            assert_eq!(problem.at, crate::error::At::Field(field::TRUST.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn a_host_that_is_taken_is_ascii_and_taken_again(typed in "(?s).{0,40}") {
            if let Ok(host) = check_host(&typed) {
                prop_assert!(host.is_ascii() && !host.is_empty());
                prop_assert_eq!(check_host(&host), Ok(host.clone()));
            }
        }
    }
}
