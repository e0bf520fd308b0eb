-- Each Save writes a page of each index on the disk.
--
-- Nothing finds entries by their subject, and most rows keep their key, so that they need not stand in
-- an index of the keys of before.
drop index audit_entry_subject;
drop index row_change_old_row;
create index row_change_old_row on row_change (table_id, substr(old_key, 1, 500))
    where old_key is not null;
