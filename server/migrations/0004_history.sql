-- The history of a table is found by its connection and name, so that it goes on where a table is
-- disconnected and connected again, until the table itself is dropped.
create index change_set_of_target on change_set (connection_id, table_name, at, id);

-- Change sets of a name until then are of a table that is gone. Rows stay when their connection goes:
-- nobody asks for them then.
create table dropped_table (
    connection_id text not null,
    name text not null,
    dropped_at bigint not null,
    primary key (connection_id, name)
);

-- PostgreSQL indexes no more than some 2,700 bytes of a value, and a key that is written as JSON may
-- be longer than it was in its own index. So the start is indexed, which is at most 2,000 bytes.
drop index row_change_row;
drop index row_change_old_row;
create index row_change_row on row_change (table_id, substr(row_key, 1, 500));
create index row_change_old_row on row_change (table_id, substr(old_key, 1, 500));
