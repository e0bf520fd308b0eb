//! Connection strings as people paste them into Host: `postgres://…` URLs and libpq's `key=value`.
//!
//! Source: PostgreSQL manual 34.1.1, “Connection Strings”.

use super::secret::Secret;
use std::borrow::Cow;
use url::Url;

/// What a connection string said; a field is `None` where it was silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedTarget {
    /// Host name or address.
    pub host: Option<String>,
    /// Port, as text for the form.
    pub port: Option<String>,
    /// Database.
    pub instance: Option<String>,
    /// Role.
    pub username: Option<String>,
    /// Password.
    pub password: Option<Secret>,
    /// The first schema of a `search_path` in `options` or of a `currentSchema`.
    pub schema: Option<String>,
}

impl PastedTarget {
    /// Reads a connection string; none when the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = text.strip_prefix("jdbc:").unwrap_or(text);
        if bare.starts_with("postgres://") || bare.starts_with("postgresql://") {
            return Self::from_url(bare);
        }
        Self::from_pairs(text)
    }

    fn from_url(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let mut target = Self::default();
        if let Some(host) = url.host_str() {
            target.set("host", decoded(host).trim_start_matches('[').trim_end_matches(']'));
        }
        if let Some(port) = url.port() {
            target.set("port", &port.to_string());
        }
        target.set("user", &decoded(url.username()));
        target.set("password", &decoded(url.password().unwrap_or_default()));
        target.set("dbname", &decoded(url.path().trim_start_matches('/')));
        for (key, value) in url.query_pairs() {
            target.set(&key, &value);
        }
        target.or_none()
    }

    fn from_pairs(text: &str) -> Option<Self> {
        let mut target = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (key, after) = rest.split_once('=')?;
            let key = key.trim();
            if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                return None;
            }
            let (value, after) = read_value(after.trim_start())?;
            target.set(key, &value);
            rest = after.trim_start();
        }
        target.or_none()
    }

    fn set(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let text = Some(value.to_owned());
        match key {
            "host" | "hostaddr" if self.host.is_none() || key == "host" => self.host = text,
            "port" => self.port = text,
            "dbname" => self.instance = text,
            "user" => self.username = text,
            "password" => self.password = Some(Secret::new(value)),
            "options" => self.schema = search_path(value).or(self.schema.take()),
            "currentSchema" | "search_path" => self.schema = first_schema(value),
            _ => {}
        }
    }

    fn or_none(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// Reads one value: bare up to a blank, or in single quotes; `\` escapes in both.
fn read_value(text: &str) -> Option<(String, &str)> {
    let (quoted, body) = match text.strip_prefix('\'') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let mut value = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            '\'' if quoted => return Some((value, body.get(at + 1..)?)),
            c if !quoted && c.is_whitespace() => return Some((value, body.get(at..)?)),
            c => value.push(c),
        }
    }
    (!quoted).then_some((value, ""))
}

/// Decodes `%xx`; what is not valid stays as it stands.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    // The form decoder turns `+` into a blank, which a URL's user part does not do.
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    let value =
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    value.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Finds `search_path` in libpq's `options`: `-c search_path=hr,public` or `--search_path=hr`.
fn search_path(options: &str) -> Option<String> {
    let (_, after) = options.split_once("search_path=")?;
    first_schema(after.split_whitespace().next()?)
}

fn first_schema(path: &str) -> Option<String> {
    let first = path.split(',').next()?.trim().trim_matches('"');
    (!first.is_empty()).then(|| first.to_owned())
}

#[cfg(test)]
mod tests;
