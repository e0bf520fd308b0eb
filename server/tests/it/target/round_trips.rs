//! Every type comes back as it was: shown, saved untouched, emptied and saved again as shown.

mod ranges;
mod structures;
mod values;

use super::scene::{Scene, update};
use app::model::change::Change;
use app::model::page::{Row, RowId};
use proptest::strategy::Strategy;
use server::target::read;
use server::target::write::{Purpose, Staged, stage_for};

/// Zones with whole, half and quarter hours, and with seconds in the past.
const ZONES: [&str; 4] = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Asia/Kathmandu"];

/// The values as the server itself sends them: byte for byte. Not every function takes a domain.
async fn bytes(scene: &Scene, kind: &str) -> Vec<String> {
    let base = format!(
        "with recursive chain (oid, base) as (
           select oid, typbasetype from pg_type where oid = '{kind}'::regtype
           union all
           select t.oid, t.typbasetype from pg_type t join chain c on t.oid = c.base)
         select oid::regtype from chain where base = 0 and oid <> '{kind}'::regtype"
    );
    let base = scene.text(&base).await;
    let cast = base.as_ref().map(|base| format!("::{base}")).unwrap_or_default();
    let base = base.unwrap_or_else(|| kind.to_owned());
    let send = format!("select typsend::regproc from pg_type where oid = '{base}'::regtype");
    let send = scene.text(&send).await.unwrap();
    let all = format!("select string_agg(encode({send}(v{cast}), 'hex'), ',' order by id) from t");
    let all = scene.text(&all).await.unwrap();
    all.split(',').map(str::to_owned).collect()
}

/// Puts values into a table and takes them through the grid.
async fn round_trip(kind: &str, values: &[String]) {
    round_trip_of("", kind, values).await;
}

/// The same for a type that is made first.
async fn round_trip_of(made: &str, kind: &str, values: &[String]) {
    let table = format!("create table t (id int primary key, v {kind});");
    let sql = format!("{made}; {table} {}", rows(kind, values));
    let scene = Scene::new(&sql).await;
    let before = bytes(&scene, kind).await;
    assert_eq!(before.len(), values.len());
    for zone in ZONES {
        let mut request = super::scene::request(0, 200);
        request.zone = zone.to_owned();
        let page = scene.page("t", &request).await.unwrap();
        let mut wholes = Vec::with_capacity(values.len());
        for row in &page.rows {
            wholes.push(whole(&scene, row, zone).await);
        }
        let shown = |at: usize| wholes[at].clone();
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

/// The value of a row, asked for where the page has only its start.
async fn whole(scene: &Scene, row: &Row, zone: &str) -> Option<String> {
    if let Some(value) = row.cells[1].value() {
        return value.map(str::to_owned);
    }
    let table = scene.open("t").await;
    let (mut lease, row) = (scene.lease().await, super::scene::id(row));
    read::value(&mut lease, &table, &row, "v", zone).await.unwrap()
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
    round_trip("numeric", &values::long_numerics()).await;
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
    round_trip("text[]", &structures::text_arrays()).await;
    round_trip("varchar(20)[]", &structures::text_arrays()).await;
    round_trip("numeric[]", &structures::number_arrays()).await;
    round_trip("int4[]", &values::owned(&["{}", "[0:1]={1,2}", "{{1,2},{NULL,4}}", "{NULL}"]))
        .await;
    round_trip("box[]", &values::owned(&["{(1,1),(0,0);(2,2),(-1,0.5)}", "{}"])).await;
    let moments = "{\"2024-03-31 01:30:00+00\",infinity,NULL}";
    round_trip("timestamptz[]", &values::owned(&[moments])).await;
    round_trip("hstore", &structures::pairs()).await;
}

#[tokio::test]
async fn arrays_of_several_dimensions_counted_from_anywhere() {
    round_trip("text[]", &structures::deep_arrays(structures::text_or_null())).await;
    round_trip("int8[]", &structures::deep_arrays(values::integer())).await;
    let moment = values::moment().prop_map(|moment| structures::quoted(&moment));
    round_trip("timestamptz[]", &structures::deep_arrays(moment)).await;
    let numbers = structures::deep_arrays("NaN|NULL|-?[0-9]{1,40}(\\.[0-9]{1,40})?");
    round_trip("numeric[]", &numbers).await;
}

#[tokio::test]
async fn ranges() {
    for (kind, range) in ranges::own() {
        round_trip(kind, &ranges::single(kind, &range)).await;
    }
    round_trip_of(ranges::WORDS, "words", &ranges::single("words", &ranges::words())).await;
    let moods = ranges::moods();
    round_trip_of(&moods, "moods", &ranges::single("moods", &ranges::of_labels())).await;
}

/// They came with PostgreSQL 14.
#[tokio::test]
async fn multiranges() {
    if Scene::version().await < 14 {
        return;
    }
    for (kind, range) in ranges::own() {
        round_trip(&kind.replace("range", "multirange"), &ranges::several(kind, &range)).await;
    }
    round_trip_of(ranges::WORDS, "words_multirange", &ranges::several("words", &ranges::words()))
        .await;
    let moods = ranges::moods();
    round_trip_of(&moods, "moods_multirange", &ranges::several("moods", &ranges::of_labels()))
        .await;
}

#[tokio::test]
async fn types_that_are_made() {
    let mood = structures::mood();
    round_trip_of(&mood, "mood", &structures::labels()).await;
    let many = values::owned(&["{plain,NULL,\"NULL\",\"\\\"quoted\\\"\",\"a,b{c}\"}", "{}"]);
    round_trip_of(&mood, "mood[]", &many).await;
    let domain = format!("{mood}; create domain chosen as mood check (value <> 'plain')");
    round_trip_of(&domain, "chosen", &structures::labels()[1..]).await;
    let title = "create domain title as text check (value <> 'forbidden')";
    round_trip_of(title, "title", &values::texts()).await;
    let price = "create domain price as numeric(20,5) check (value > -1e15 and value < 1e15)";
    round_trip_of(price, "price", &values::decimals()).await;
    round_trip_of(price, "price[]", &values::owned(&["{1.50000,NULL}", "{}"])).await;
    let nested = format!("{price}; create domain fair as price check (value <> 7)");
    round_trip_of(&nested, "fair", &values::decimals()).await;
    let tags = "create domain tags as text[] check (cardinality(value) < 100)";
    round_trip_of(tags, "tags", &structures::text_arrays()).await;
    let moments = "create domain moments as timestamptz[]";
    let clocks = "{\"2024-10-27 00:30:00+00\",-infinity,\"1880-01-01 00:00:00+00\",NULL}";
    round_trip_of(moments, "moments", &values::owned(&[clocks, "{}"])).await;
    let part = "create type part as (number int, text text, numbers numeric[])";
    let many = values::owned(&["{\"(1,\\\"a\\\\\\\"\\\\\\\"b\\\",)\",NULL}", "{}"]);
    round_trip_of(part, "part[]", &many).await;
}

/// Composite values are only read in the grid; they come back by being restored.
#[tokio::test]
async fn composite_values_are_brought_back_as_they_were() {
    let values = structures::rows();
    let made = "create type part as (number int, text text, numbers numeric[])";
    let table = "create table t (id int primary key, v part);";
    let scene = Scene::new(&format!("{made}; {table} {}", rows("part", &values))).await;
    let before = bytes(&scene, "part").await;
    let rows = scene.rows("t").await;
    let shown = |at: usize| rows[at].cells[1].value().flatten();
    let all = 0..values.len();
    for (from, to) in [(true, false), (false, true)] {
        let value = |at: usize, has: bool| if has { shown(at) } else { None };
        let changes = all.clone().map(|at| {
            let mut change = update(&rows[at], &[("v", value(at, from), value(at, to))]);
            if let Change::Update { row, .. } = &mut change {
                RowId::ANY_VERSION.clone_into(&mut row.version);
            }
            change
        });
        let changes: Vec<_> = changes.collect();
        let (lease, relation) = (scene.lease().await, scene.open("t").await);
        let staged = stage_for(lease, &relation, &changes, "UTC", Purpose::Restore).await;
        let Ok(Staged::Ready(prepared)) = staged else { panic!("it is not restored") };
        prepared.commit().await.unwrap();
    }
    assert_eq!(bytes(&scene, "part").await, before);
}

#[tokio::test]
async fn the_rest() {
    round_trip("inet", &structures::addresses()).await;
    round_trip("cidr", &structures::networks()).await;
    round_trip("macaddr", &structures::hardware(6)).await;
    round_trip("macaddr8", &structures::hardware(8)).await;
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
