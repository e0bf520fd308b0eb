//! What the catalog says about the role, the other schemas and the server.

use super::super::words::Words;
use crate::target::sign_in::Session;
use chrono::{DateTime, Utc};
use tokio_postgres::types::Type;
use tokio_postgres::{Error, Row};

const ROLE: &str = "\
select r.rolsuper,
       r.rolbypassrls,
       r.rolcreaterole,
       r.rolcreatedb,
       r.rolreplication,
       case when r.rolvaliduntil < now() + interval '14 days'
            then to_char(r.rolvaliduntil, 'YYYY-MM-DD') end
from pg_catalog.pg_roles r
where r.rolname = current_user";

/// Before version 15 everybody may create in `public`, which says nothing about this role. Only what
/// was granted to the role itself can be revoked from it.
const OTHER_SCHEMAS: &str = "\
select n.nspname::text,
       not pg_has_role(n.nspowner, 'USAGE') and (
         exists (
           select from aclexplode(n.nspacl) a
           where a.grantee = me.oid and a.privilege_type = 'CREATE')
         or exists (
           select from pg_catalog.pg_class c, aclexplode(c.relacl) a
           where c.relnamespace = n.oid
             and a.grantee = me.oid
             and a.privilege_type in ('INSERT', 'UPDATE', 'DELETE')))
from pg_catalog.pg_namespace n
join pg_catalog.pg_roles me on me.rolname = current_user
where n.nspname <> $1
  and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
  and (pg_has_role(n.nspowner, 'USAGE')
    or (has_schema_privilege(n.oid, 'CREATE')
      and (n.nspname <> 'public' or current_setting('server_version_num')::int >= 150000))
    or (has_schema_privilege(n.oid, 'USAGE') and exists (
      select from pg_catalog.pg_class c
      where c.relnamespace = n.oid
        and c.relkind in ('r', 'p', 'v', 'f')
        and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE'))))
order by n.nspname
limit 6";

const SERVER: &str = "\
select current_setting('server_version_num')::int,
       current_setting('server_version'),
       extract(epoch from now())::bigint";

/// What the role may do beyond its tables.
pub(super) struct Role {
    /// Superuser, BYPASSRLS, CREATEROLE, CREATEDB, REPLICATION.
    pub(super) rights: [bool; 5],
    /// The day its password expires, where that is soon.
    pub(super) expires: Option<String>,
}

impl Role {
    /// Tells whether nothing is denied to it anyway.
    pub(super) fn is_superuser(&self) -> bool {
        let [superuser, ..] = self.rights;
        superuser
    }
}

/// A schema that is not the connection's.
pub(super) struct OtherSchema {
    /// Its name.
    pub(super) name: String,
    /// Whether the role itself was granted something there.
    pub(super) granted: bool,
}

/// Which PostgreSQL it is.
pub(super) struct Server {
    /// As `server_version_num`: 150003 for 15.3.
    pub(super) number: i32,
    /// As the server writes it.
    pub(super) version: String,
    /// What its clock says.
    pub(super) now: DateTime<Utc>,
}

/// The role that is signed in; none where a pooler hides it.
pub(super) async fn role(session: &Session) -> Result<Option<Role>, Error> {
    session.client.query_typed_opt(ROLE, &[]).await?.as_ref().map(read_role).transpose()
}

fn read_role(row: &Row) -> Result<Role, Error> {
    Ok(Role {
        rights: [
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
        ],
        expires: row.try_get(5)?,
    })
}

/// Up to six other schemas that the role owns or may write in.
pub(super) async fn other_schemas(
    words: &Words<'_>,
    session: &Session,
) -> Result<Vec<OtherSchema>, Error> {
    let name = words.connection.schema.as_str();
    let rows = session.client.query_typed(OTHER_SCHEMAS, &[(&name, Type::TEXT)]).await?;
    let read = |row: &Row| Ok(OtherSchema { name: row.try_get(0)?, granted: row.try_get(1)? });
    rows.iter().map(read).collect()
}

/// The server's version.
pub(super) async fn server(session: &Session) -> Result<Server, Error> {
    let row = session.client.query_typed_one(SERVER, &[]).await?;
    let now = DateTime::from_timestamp(row.try_get(2)?, 0).unwrap_or_default();
    Ok(Server { number: row.try_get(0)?, version: row.try_get(1)?, now })
}
