-- What is changed in the tables of targets themselves: creating, altering, commenting, dropping.
--
-- Like a change of rows, one is written down as prepared before the target commits it, and settled
-- after. Then its effects on our own tables follow in the same transaction: a created table is
-- connected, a dropped one is disconnected everywhere. The id of the table is given beforehand, so
-- that a table whose settlement comes late has the id that its first entry names.
create table table_change (
    id text not null primary key,
    action text not null,
    table_id text not null,
    table_name text not null,
    folder_id text not null,
    connection_id text not null,
    actor_kind text not null,
    actor_id text,
    actor_email text,
    at bigint not null,
    state text not null check (state in ('prepared', 'committed', 'aborted', 'unknown')),
    statements text not null,
    changes text not null,
    xid text not null,
    evidence text not null
);

create index table_change_prepared on table_change (at, id) where state = 'prepared';
