//! Every type comes back as it was: shown, saved untouched, emptied and saved again as shown.

mod values;

use super::scene::{Scene, update};
use app::model::change::Change;
use server::target::write::Staged;

/// Zones with whole, half and quarter hours, and with seconds in the past.
const ZONES: [&str; 4] = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Asia/Kathmandu"];

/// The values as the server itself sends them: byte for byte.
async fn bytes(scene: &Scene, kind: &str) -> Vec<String> {
    let send = format!("select typsend::regproc from pg_type where oid = '{kind}'::regtype");
    let send = scene.text(&send).await.unwrap();
    let all = format!("select string_agg(encode({send}(v), 'hex'), ',' order by id) from t");
    let all = scene.text(&all).await.unwrap();
    all.split(',').map(str::to_owned).collect()
}

/// Puts values into a table and takes them through the grid.
async fn round_trip(kind: &str, values: &[String]) {
    let sql = format!("create table t (id int primary key, v {kind}); {}", rows(kind, values));
    let scene = Scene::new(&sql).await;
    let before = bytes(&scene, kind).await;
    assert_eq!(before.len(), values.len());
    for zone in ZONES {
        let mut request = super::scene::request(0, 200);
        request.zone = zone.to_owned();
        let page = scene.page("t", &request).await.unwrap();
        let shown = |at: usize| page.rows[at].cells[1].value().flatten().map(str::to_owned);
        let change = |at: usize, old: Option<String>, new: Option<String>| {
            update(&page.rows[at], &[("v", old.as_deref(), new.as_deref())])
        };
        let all = 0..values.len();
        let same: Vec<Change> = all.clone().map(|at| change(at, shown(at), shown(at))).collect();
        let staged = scene.stage_in("t", &same, zone).await.unwrap();
        assert!(matches!(staged, Staged::Nothing(rows) if rows.is_empty()), "{kind}");
        let emptied: Vec<_> = all.clone().map(|at| change(at, shown(at), None)).collect();
        save(&scene, &emptied, zone).await;
        // The version is the old one: only what is edited counts.
        let back: Vec<_> = all.map(|at| change(at, None, shown(at))).collect();
        save(&scene, &back, zone).await;
        let after = bytes(&scene, kind).await;
        for (at, (before, after)) in before.iter().zip(&after).enumerate() {
            assert_eq!(
                before,
                after,
                "{kind} in {zone}: {:?} shown as {:?}",
                values[at],
                shown(at)
            );
        }
    }
}

fn rows(kind: &str, values: &[String]) -> String {
    let quoted =
        |value: &String| format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"));
    let rows = values.iter().enumerate();
    let rows: Vec<_> = rows.map(|(at, v)| format!("({at}, {}::{kind})", quoted(v))).collect();
    format!("insert into t values {};", rows.join(", "))
}

async fn save(scene: &Scene, changes: &[Change], zone: &str) {
    match scene.stage_in("t", changes, zone).await {
        Ok(Staged::Ready(prepared)) => prepared.commit().await.unwrap(),
        Ok(Staged::Conflicts(conflicts)) => panic!("{conflicts:?}"),
        Ok(Staged::Nothing(_)) => panic!("nothing differs"),
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn numbers() {
    for kind in ["int2", "int4", "int8", "oid"] {
        round_trip(kind, &values::integers(kind)).await;
    }
    let mut numerics = values::numerics();
    // Infinite ones came with PostgreSQL 14.
    let finite = Scene::version().await < 14;
    numerics.retain(|value| !(finite && value.contains("Infinity")));
    round_trip("numeric", &numerics).await;
    round_trip("numeric(20,5)", &values::decimals()).await;
    round_trip("float4", &values::reals()).await;
    round_trip("float8", &values::doubles()).await;
    round_trip("money", &values::decimals()).await;
}

#[tokio::test]
async fn texts() {
    let texts = values::texts();
    for kind in ["text", "varchar", "citext", "varchar(300)", "bpchar"] {
        round_trip(kind, &texts).await;
    }
    let short: Vec<_> = texts.iter().map(|text| text.chars().take(10).collect()).collect();
    round_trip("char(10)", &short).await;
    round_trip("bytea", &values::bytes()).await;
    round_trip(
        "xml",
        &values::owned(&["<a b=\"c\">&lt;</a>", "text <b/>", "<?xml version=\"1.0\"?><a/>"]),
    )
    .await;
    round_trip("bool", &values::owned(&["true", "false"])).await;
    round_trip("uuid", &values::uuids()).await;
}

#[tokio::test]
async fn times() {
    round_trip("date", &values::dates()).await;
    round_trip("time", &values::times()).await;
    round_trip("timetz", &values::times_with_zone()).await;
    round_trip("timestamp", &values::timestamps()).await;
    round_trip("timestamptz", &values::timestamps_with_zone()).await;
    round_trip("timestamptz(2)", &values::timestamps_with_zone()).await;
    round_trip("interval", &values::intervals()).await;
}

#[tokio::test]
async fn structures() {
    round_trip("json", &values::jsons()).await;
    round_trip("jsonb", &values::jsons()).await;
    round_trip("text[]", &values::text_arrays()).await;
    round_trip("int4[]", &values::owned(&["{}", "[0:1]={1,2}", "{{1,2},{NULL,4}}", "{NULL}"]))
        .await;
    let moments = "{\"2024-03-31 01:30:00+00\",infinity,NULL}";
    round_trip("timestamptz[]", &values::owned(&[moments])).await;
    round_trip(
        "hstore",
        &values::owned(&["", "a=>1, \"b c\"=>NULL", "\"\\\"\"=>\"NULL\"", "NULL=>x"]),
    )
    .await;
    round_trip("int4range", &values::owned(&["empty", "[1,5)", "(,5)", "(,)", "[3,]"])).await;
    round_trip("numrange", &values::owned(&["(1.10,2.20]", "[NaN,NaN]", "[0,)"])).await;
    let range = "[\"2024-10-27 00:30:00+00\",\"2024-10-27 01:30:00+00\")";
    round_trip("tstzrange", &values::owned(&[range, "empty"])).await;
    if Scene::version().await >= 14 {
        let ranges = ["{}", "{[1,3),[5,9)}", "{(,)}"];
        round_trip("int4multirange", &values::owned(&ranges)).await;
    }
}

#[tokio::test]
async fn the_rest() {
    round_trip(
        "inet",
        &values::owned(&["10.0.0.1", "10.0.0.1/32", "10.1.2.3/8", "::1", "fe80::1/64"]),
    )
    .await;
    round_trip("cidr", &values::owned(&["10.0.0.0/8", "::/0", "192.168.1.1/32"])).await;
    round_trip("macaddr", &values::owned(&["08:00:2b:01:02:03"])).await;
    round_trip("macaddr8", &values::owned(&["08:00:2b:01:02:03:04:05"])).await;
    round_trip("bit(4)", &values::owned(&["0000", "1010"])).await;
    round_trip("varbit", &values::owned(&["", "1", "10101010101"])).await;
    round_trip("point", &values::owned(&["(0.1,-1e300)", "(NaN,Infinity)", "(-0,1)"])).await;
    round_trip("polygon", &values::owned(&["((0,0),(1,1.5),(2,0.1))"])).await;
    round_trip("circle", &values::owned(&["<(0.1,0.2),3.3>"])).await;
    round_trip("tsvector", &values::owned(&["'a':1A 'b c':2,3B", ""])).await;
    round_trip("tsquery", &values::owned(&["'a' & !'b' <2> 'c':*"])).await;
    round_trip("pg_lsn", &values::owned(&["16/B374D848"])).await;
    round_trip("jsonpath", &values::owned(&["$.\"a\"[*]?(@ > 1)"])).await;
    round_trip("name", &values::owned(&["", "a'b"])).await;
}
