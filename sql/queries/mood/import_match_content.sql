-- POST /mood/import: matches rows without a uid with equal entries of the account. Each row is
-- matched with another entry: of n equal rows and m equal entries that are not matched yet, the
-- smaller number. A row is compared by what the file says: without `recorded_at` it is equal to an
-- entry of its day at any time. Returns the number of rows.
with matched as (
  insert into matched_entries (row, entry_id)
  select i.row, e.entry_id
    from (select k.*, row_number() over (partition by k.content, k.recorded_at, k.day
                                         order by k.row) as nth
            from (select row, row(
\ir parts/content_columns.sql
                         )::text as content,
                         case when says_recorded_at then recorded_at end as recorded_at,
                         case when says_day then day end as day
                    from imported_entries
                   where uid is null
                     and says_recorded_at = :says_recorded_at::boolean
                     and says_day = :says_day::boolean) k) i
    join (select k.*, row_number() over (partition by k.content, k.recorded_at, k.day
                                         order by k.entry_id) as nth
            from (select e.entry_id, row(
\ir parts/content_columns.sql
                         )::text as content,
                         case when :says_recorded_at::boolean then e.recorded_at end as recorded_at,
                         case when :says_day::boolean then e.day end as day
                    from entries e
                   where e.account_id = :account::bigint
                     and not exists (select
                                       from matched_entries m
                                      where m.entry_id = e.entry_id)) k) e
      -- The text of a row distinguishes null from empty. A `recorded_at` or `day` that is not
      -- compared is null on both sides, and so equal.
      on e.content = i.content
     and coalesce(e.recorded_at, '-infinity') = coalesce(i.recorded_at, '-infinity')
     and coalesce(e.day, '-infinity') = coalesce(i.day, '-infinity')
     and e.nth = i.nth
  returning row
)
select count(*) from matched
