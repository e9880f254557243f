-- GET /readyz: the table that try_disk.sql writes into. It lives as long as the session, its rows
-- as long as the transaction.
create temporary table if not exists trial (filler text) on commit delete rows
