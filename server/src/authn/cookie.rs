//! The session cookie: `__Host-` and Secure, but for plain http, where browsers refuse both.

use http::HeaderMap;
use http::header::COOKIE;

/// How cookies must look for the address that people use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieKind {
    /// People come over https.
    Secure,
    /// People come over http on this machine.
    Plain,
}

impl CookieKind {
    fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-nexttables",
            Self::Plain => "nexttables",
        }
    }

    /// The header that hands a token to the browser.
    pub fn set(self, token: &str) -> String {
        let age = super::session::ABSOLUTE.num_seconds();
        format!("{}={token}; Max-Age={age}{}", self.name(), self.attributes())
    }

    /// The header that takes the token away.
    pub fn clear(self) -> String {
        format!("{}=; Max-Age=0{}", self.name(), self.attributes())
    }

    fn attributes(self) -> &'static str {
        match self {
            Self::Secure => "; Path=/; HttpOnly; SameSite=Lax; Secure",
            Self::Plain => "; Path=/; HttpOnly; SameSite=Lax",
        }
    }

    /// The token in a request's cookies.
    pub fn read(self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';'));
        pairs.find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.name() && !value.is_empty()).then(|| value.to_owned())
        })
    }
}
