-- Writes an entry that was changed. A patch that says nothing new leaves its version.
entry as (
  update entries e
     set (
\ir content_columns.sql
         ) = row(
\ir content_values.sql
         ),
         recorded_at = :recorded_at::timestamptz,
         day = :day::date,
         version = e.version + (row(e.recorded_at, e.day,
\ir content_columns.sql
         ) is distinct from row(:recorded_at::timestamptz, :day::date,
\ir content_values.sql
         ))::integer
    from account
   where e.account_id = :account::bigint
     and e.entry_id = :entry::bigint
  returning e.version
)
