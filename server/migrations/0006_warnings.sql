-- What a test of a connection warned about, as a JSON array of sentences.
alter table connection add column warnings text not null default '[]';
