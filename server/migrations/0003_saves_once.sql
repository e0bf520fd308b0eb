-- A Save is carried out at most once.
--
-- Whoever saves makes the id of the change set, so that a Save whose answer was lost can be asked for,
-- or sent again, without being done twice. Ids therefore say nothing about time any more: histories
-- go by the moment that the server wrote down.
drop index change_set_of_table;
create index change_set_of_table on change_set (table_id, at, id);

-- Ids that somebody asked for before any Save arrived under them: one that still does is refused. An
-- id is kept for a day, longer than any request is under way.
create table voided_save (
    id text not null primary key,
    voided_at bigint not null
);
