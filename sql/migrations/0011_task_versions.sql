-- A version for each task, as entries have one: its ETag. It grows with each change.

-- A default that needs no rewriting of the table.
alter table tasks add column version integer not null default 1;
