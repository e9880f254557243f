-- Whether this database can be written to, and the number of its newest migration.
select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off',
       coalesce((select max(version) from schema_migrations), 0)
