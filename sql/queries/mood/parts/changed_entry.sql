-- An entry as it is from now on, and how the account compares, by the histogram as it was before
-- this statement.
, entry as (
  update entries e
     set mood = :mood,
         rating = :rating::smallint,
         note = :note,
         tags = coalesce(:tags::text[], e.tags),
         recorded_at = :recorded_at::timestamptz,
         day = :day::date,
         version = e.version + 1
    from account
   where e.account_id = :account::bigint
     and e.entry_id = :entry::bigint
  returning e.version
)
select entry.version, c.shorter - :self_is_shorter::integer, c.accounts - 1
  from entry
 cross join accounts_with_shorter_streaks(:current::integer) c
