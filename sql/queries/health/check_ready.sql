-- Whether this database can be written to, the number of its newest migration, and its time: the
-- only statement that asks for it (docs/decisions.md#database-time).
select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off',
       coalesce((select max(version) from schema_migrations), 0),
       clock_timestamp()
