//! Somebody with a browser: keeps the cookie, calls server functions, sends forms.

use app::model::connection::ConnectEvent;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Answer {
    async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    /// The error's code.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The first problem as `field: code`.
    pub fn problem(&self) -> String {
        let problem = &self.json()["problems"][0];
        let at = problem["at"]["field"].as_str().unwrap_or_default().to_owned();
        format!("{at}: {}", problem["code"].as_str().unwrap_or_default())
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookie(&self) -> Option<String> {
        let set = self.headers.get(SET_COOKIE)?.to_str().unwrap();
        set.split(';').next().map(str::to_owned)
    }
}

/// Somebody, signed in or not.
#[derive(Clone, Debug)]
pub struct Person {
    base: String,
    /// The session cookie, `name=token`.
    pub cookie: Option<String>,
}

/// How long an answer may take: what is never answered fails by its address.
const PATIENCE: Duration = Duration::from_mins(2);

fn client() -> Client {
    let client = Client::builder().redirect(Policy::none()).no_proxy().timeout(PATIENCE);
    client.build().unwrap()
}

/// A body as forms send it.
pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends a form that signs in, and gives whoever is signed in then.
pub async fn enter(base: &str, path: &str, fields: &[(&str, &str)]) -> (Person, Answer) {
    let mut person = Person::new(base);
    let answer = person.submit(path, fields).await;
    person.cookie = answer.cookie();
    (person, answer)
}

impl Person {
    /// Somebody who is not signed in.
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), cookie: None }
    }

    /// Begins a request with the cookie.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let request = client().request(method.parse().unwrap(), format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.unwrap()).await
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).header("accept", "text/html")).await
    }

    /// Sends a form from our own page.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(form(fields))).await
    }

    /// Begins a call of a server function from our own page.
    pub fn calling(&self, function: &str) -> RequestBuilder {
        self.request("POST", &format!("/api/{function}"))
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/json")
    }

    /// Calls a server function.
    pub async fn call(&self, function: &str, arguments: Value) -> Answer {
        self.send(self.calling(function).body(arguments.to_string())).await
    }

    /// Calls a server function of a product that may be gone.
    pub async fn try_call(&self, function: &str, arguments: Value) -> Option<Answer> {
        let response = self.calling(function).body(arguments.to_string()).send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Some(Answer { status, headers, body: response.text().await.ok()? })
    }

    /// Calls a server function that must succeed.
    pub async fn done(&self, function: &str, arguments: Value) -> Value {
        let answer = self.call(function, arguments).await;
        assert_eq!(answer.status, 200, "{function}: {}", answer.body);
        answer.json()
    }

    /// Asks for something by a server function without arguments.
    pub async fn get<T: DeserializeOwned>(&self, function: &str) -> T {
        serde_json::from_value(self.done(function, json!({})).await).unwrap()
    }

    /// Calls a server function that reports as it goes, to the end.
    pub async fn events(&self, function: &str, arguments: Value) -> Vec<ConnectEvent> {
        let answer = self.call(function, arguments).await;
        assert_eq!(answer.status, 200, "{function}: {}", answer.body);
        answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
