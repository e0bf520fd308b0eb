//! Requests that our own pages never send.

use super::rights::functions;
use crate::product::{ADMIN, Engine, PASSWORD, Product, both, form};
use serde_json::{Value, json};

both!(
    no_server_function_answers_to_strangers,
    no_server_function_answers_to_another_site,
    a_form_of_another_site_neither_signs_in_nor_out,
    a_browser_without_fetch_metadata_is_known_by_its_origin,
    a_malformed_body_is_refused_as_such,
    a_body_that_is_too_large_is_not_read,
    what_is_not_there_is_not_found_as_an_error_of_ours,
    a_server_function_never_redirects,
    signing_in_never_leads_to_another_site,
    no_text_upsets_the_store,
    no_typed_name_upsets_the_store,
);

/// Nobody is told anything but their own absence.
async fn no_server_function_answers_to_strangers(engine: Engine) {
    let product = Product::start(engine).await;
    for (function, arguments) in functions() {
        let answer = product.stranger().call(function, arguments).await;
        if function == "account/me" {
            assert_eq!((answer.status, answer.body.as_str()), (200, "null"));
            continue;
        }
        assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{function}");
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"), "{function}");
        assert!(!answer.header("x-request-id").is_empty());
    }
}

async fn no_server_function_answers_to_another_site(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for (function, arguments) in functions() {
        let path = format!("/api/{function}");
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("origin", "https://evil.example"),
            ("x-nothing", "at all"),
        ] {
            let request = admin.request("POST", &path).header(name, value);
            let request = request.header("content-type", "application/json");
            let answer = admin.send(request.body(arguments.to_string())).await;
            assert_eq!(answer.status, 403, "{function} from {name}: {value}");
        }
    }
}

async fn a_form_of_another_site_neither_signs_in_nor_out(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for (path, fields) in [
        ("/sign-in", vec![("email", ADMIN), ("password", PASSWORD)]),
        ("/sign-out", vec![]),
        ("/set-up", vec![("token", "x")]),
    ] {
        let request = admin.request("POST", path).header("sec-fetch-site", "cross-site");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = admin.send(request.body(form(&fields))).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{path}");
    }
    assert_eq!(admin.call("account/list_sessions", json!({})).await.status, 200);
}

async fn a_browser_without_fetch_metadata_is_known_by_its_origin(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let request = admin.request("POST", "/api/folder/tree").header("origin", &product.base);
    let request = request.header("content-type", "application/json").body("{}");
    assert_eq!(admin.send(request).await.status, 200);
}

async fn a_malformed_body_is_refused_as_such(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let wrong_types = r#"{"id":"x","draft":7,"filter":[],"current":7,"parent":7}"#;
    for (function, arguments) in functions() {
        for body in ["", "{", "7", "\"\"", "\u{0}\u{1}", wrong_types] {
            // A function without arguments overlooks what it did not ask for.
            if body == wrong_types && arguments == json!({}) {
                continue;
            }
            let answer = admin.send(admin.calling(function).body(body)).await;
            let found = (answer.status, answer.code());
            assert_eq!(found, (400, "bad_request".to_owned()), "{function} {body}");
        }
    }
}

async fn a_body_that_is_too_large_is_not_read(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let name = "x".repeat(2 * 1024 * 1024);
    let answer = admin.call("folder/create", json!({ "parent": null, "name": name })).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
    assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
    let tree: Vec<serde_json::Value> = admin.get("folder/tree").await;
    assert!(tree.is_empty());
}

async fn what_is_not_there_is_not_found_as_an_error_of_ours(engine: Engine) {
    let product = Product::start(engine).await;
    for person in [product.stranger(), product.admin().await] {
        let answer = person.call("connection/take_over", json!({})).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"));
    }
    assert_eq!(product.admin().await.open("/api/folder/tree").await.status, 405);
}

/// A server function that sees `Accept: text/html` would answer with a redirect to the referrer.
async fn a_server_function_never_redirects(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for (function, status) in [("folder/tree", 200), ("folder/delete", 400)] {
        let request = admin.calling(function).header("accept", "text/html");
        let request = request.header("referer", format!("{}/x", product.base)).body("{}");
        let answer = admin.send(request).await;
        assert_eq!((answer.status, answer.header("location")), (status, ""));
    }
}

async fn signing_in_never_leads_to_another_site(engine: Engine) {
    let product = Product::start(engine).await;
    for (next, target) in [
        ("/administration/databases?x=1", "/administration/databases?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
    ] {
        let fields = [("email", ADMIN), ("password", PASSWORD), ("next", next)];
        let answer = product.stranger().submit("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, target), "{next}");
    }
}

/// The value with each of its texts in turn as hostile as texts get.
fn upset(value: &Value) -> Vec<Value> {
    let within = |inner: Vec<Value>, put: &dyn Fn(Value) -> Value| -> Vec<Value> {
        inner.into_iter().map(put).collect()
    };
    match value {
        Value::String(text) => vec![json!(format!("{text}\0\u{202e}")), json!("x\0\n".repeat(9))],
        Value::Array(items) => (0..items.len())
            .flat_map(|place| {
                within(upset(&items[place]), &|one| {
                    let mut whole = value.clone();
                    whole[place] = one;
                    whole
                })
            })
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, field)| {
                within(upset(field), &|one| {
                    let mut whole = value.clone();
                    whole[name] = one;
                    whole
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// PostgreSQL takes no NUL in a text; whoever sends one is told, or finds nothing.
async fn no_text_upsets_the_store(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    for (function, arguments) in functions() {
        for hostile in upset(&arguments) {
            let answer = admin.call(function, hostile.clone()).await;
            assert!(answer.status < 500, "{function} {hostile}: {}", answer.body);
        }
    }
}

async fn no_typed_name_upsets_the_store(engine: Engine) {
    let product = Product::start(engine).await;
    let admin = product.admin().await;
    let name = "Ada\0";
    let user = json!({ "email": "a\0@example.com", "name": name, "password": PASSWORD,
                       "access": { "rights": [] } });
    for (function, arguments, field) in [
        ("user/create", json!({ "draft": user }), "email"),
        ("folder/create", json!({ "parent": null, "name": name }), "name"),
    ] {
        let answer = admin.call(function, arguments).await;
        assert_eq!(answer.status, 422, "{function}: {}", answer.body);
        assert_eq!(
            answer.json()["problems"][0]["at"]["field"],
            field,
            "{function}: {}",
            answer.body
        );
    }
    let filter =
        json!({ "actor": null, "action": null, "text": "ad\0a", "from": null, "to": null });
    let found = admin.call("audit/list", json!({ "filter": filter, "before": null })).await;
    assert_eq!(found.status, 200, "{}", found.body);
    let (_, refused) = product.try_sign_in("eve\0@example.com", PASSWORD).await;
    assert_eq!(refused.status, 401, "{}", refused.body);
}
