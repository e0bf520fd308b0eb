-- The first floor: people, their rights and sessions, folders, connections and the audit log.
--
-- One text for SQLite and PostgreSQL: ids are UUIDs as text, points in time are microseconds since
-- 1970 in UTC, yes and no are 1 and 0 (the driver for both engines cannot read SQLite's boolean),
-- secrets are sealed before they come here. Names that must differ without regard to case have a
-- folded twin (name_key), because the two engines fold differently. The names of constraints and
-- indices are part of the code: it turns their violation into a problem at a field.

create table site_user (
    id text not null primary key,
    email text not null,
    name text not null,
    password_hash text not null,
    administrator bigint not null check (administrator in (0, 1)),
    active bigint not null check (active in (0, 1)),
    created_at bigint not null,
    last_sign_in_at bigint
);

create unique index site_user_email on site_user (email);

-- Only who is no administrator has rows here: an administrator holds every right there will ever be.
create table user_right (
    user_id text not null references site_user (id) on delete cascade,
    site_right text not null,
    primary key (user_id, site_right)
);

-- The cookie's token is kept as a hash: whoever reads this table cannot sign in with it.
create table session (
    id text not null primary key,
    token_hash text not null,
    user_id text not null references site_user (id) on delete cascade,
    created_at bigint not null,
    last_seen_at bigint not null,
    address text,
    user_agent text
);

create unique index session_token_hash on session (token_hash);
create index session_of_user on session (user_id);

-- Failed sign-ins of the last minutes, by account and by address, for throttling across instances.
create table sign_in_failure (
    subject text not null,
    at bigint not null
);

create index sign_in_failure_subject on sign_in_failure (subject, at);

-- The one-time link for the first administrator, as a hash; gone once somebody used it.
create table set_up_link (
    token_hash text not null primary key,
    created_at bigint not null
);

create table folder (
    id text not null primary key,
    parent_id text references folder (id),
    name text not null,
    name_key text not null
);

-- Siblings differ; at the top the parent is none, which would never equal itself.
create unique index folder_sibling on folder (coalesce(parent_id, ''), name_key);

create table connection (
    id text not null primary key,
    revision bigint not null,
    name text not null,
    name_key text not null,
    kind text not null,
    site_wide bigint not null check (site_wide in (0, 1)),
    instance text not null,
    host text not null,
    port bigint not null,
    schema_name text not null,
    read_only bigint not null check (read_only in (0, 1)),
    username text not null,
    password_sealed text not null,
    trust text not null,
    created_at bigint not null,
    checked_at bigint,
    latency_ms bigint,
    failure_cause text,
    failure_message text,
    check_claimed_at bigint not null
);

create unique index connection_name on connection (name_key);

create table connection_folder (
    connection_id text not null references connection (id) on delete cascade,
    folder_id text not null references folder (id),
    primary key (connection_id, folder_id)
);

-- Ids are UUIDs of version 7, so their order is the order in time and pages go by them. Positions
-- count without gaps, and each entry's hash covers its own values and the hash before it: an entry
-- that is changed, removed or slipped in breaks the chain. Entries about rows carry the digest of
-- what they are about, so the chain covers that too.
create table audit_entry (
    id text not null primary key,
    position bigint not null,
    hash text not null,
    at bigint not null,
    actor_kind text not null,
    actor_id text,
    actor_email text,
    action text not null,
    subject_kind text,
    subject_id text,
    subject_name text,
    changes text not null,
    note text,
    address text,
    request_id text,
    change_set_id text,
    digest text,
    search_key text not null
);
create unique index audit_entry_position on audit_entry (position);
create index audit_entry_change_set on audit_entry (change_set_id) where change_set_id is not null;

create index audit_entry_actor on audit_entry (actor_id, id);
create index audit_entry_subject on audit_entry (subject_kind, subject_id, id);
