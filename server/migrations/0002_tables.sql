-- Tables of targets, how people look at them, and what was changed in their rows.
--
-- A table is reached through its connection, in whichever schema that leads to now; only its name
-- is kept. Change sets outlive their table and connection, because the audit log does: they refer to
-- them without a foreign key, and keep the names of their time.
create table connected_table (
    id text not null primary key,
    folder_id text not null references folder (id),
    connection_id text not null references connection (id),
    name text not null,
    created_at bigint not null
);

create unique index connected_table_name on connected_table (folder_id, connection_id, name);
create index connected_table_connection on connected_table (connection_id);

-- Query and layout are JSON: they are read and written as a whole.
create table saved_view (
    id text not null primary key,
    table_id text not null references connected_table (id) on delete cascade,
    name text not null,
    name_key text not null,
    query text not null,
    layout text not null
);

create unique index saved_view_name on saved_view (table_id, name_key);

create table own_layout (
    user_id text not null references site_user (id) on delete cascade,
    table_id text not null references connected_table (id) on delete cascade,
    layout text not null,
    primary key (user_id, table_id)
);

-- Who has a table open now; a row whose instance died is older than the last beat and counts no more.
create table table_viewer (
    id text not null primary key,
    table_id text not null references connected_table (id) on delete cascade,
    user_id text not null references site_user (id) on delete cascade,
    seen_at bigint not null
);

create index table_viewer_table on table_viewer (table_id);

-- One Save. It is written as prepared before the target commits, and settled after; xid and evidence
-- are what the target is asked by when nobody was there to hear its answer.
create table change_set (
    id text not null primary key,
    table_id text not null,
    table_name text not null,
    connection_id text not null,
    actor_kind text not null,
    actor_id text,
    actor_email text,
    at bigint not null,
    state text not null check (state in ('prepared', 'committed', 'aborted', 'unknown')),
    xid text not null,
    evidence text not null,
    restores text
);

create index change_set_of_table on change_set (table_id, id);
create index change_set_prepared on change_set (id) where state = 'prepared';

-- The rows of a change set; keys are JSON arrays of texts, cells JSON arrays of column, old, new.
create table row_change (
    change_set_id text not null references change_set (id),
    position bigint not null,
    table_id text not null,
    deed text not null,
    row_key text not null,
    old_key text,
    cells text not null,
    primary key (change_set_id, position)
);

create index row_change_row on row_change (table_id, row_key);
create index row_change_old_row on row_change (table_id, old_key);
