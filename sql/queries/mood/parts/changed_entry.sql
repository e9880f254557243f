-- Writes an entry that was changed.
entry as (
  update entries e
     set (
\ir content_columns.sql
         ) = row(
\ir content_values.sql
         ),
         recorded_at = :recorded_at::timestamptz,
         day = :day::date,
         version = e.version + 1
    from account
   where e.account_id = :account::bigint
     and e.entry_id = :entry::bigint
  returning e.version
)
