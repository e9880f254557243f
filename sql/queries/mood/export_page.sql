-- GET /mood/export: a page of the entries after a position, the oldest first.
select
\ir parts/entry_columns.sql
  from entries e
 where e.account_id = :account::bigint
   and (e.day, e.recorded_at, e.entry_id)
       > (:after_day::date, :after_recorded_at::timestamptz, :after_entry::bigint)
 order by e.day, e.recorded_at, e.entry_id
 limit :limit::integer
