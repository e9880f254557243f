-- GET /readyz: makes a file longer, and writes to the log that a commit waits for. The row is gone
-- with the transaction, and the message is read by nobody.
with row as (insert into trial (filler) values ('') returning filler)
select pg_logical_emit_message(true, 'daymark', filler)::text from row
