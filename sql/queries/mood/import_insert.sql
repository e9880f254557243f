-- POST /mood/import: stores a range of rows, in their order, without the matched ones. Returns how
-- many, their bytes, their days, and the account's version.
with stored as (
  insert into entries (account_id, uid, recorded_at, day,
\ir parts/content_columns.sql
  )
  select :account::bigint, coalesce(i.uid, gen_random_uuid()), i.recorded_at, i.day,
\ir parts/content_columns.sql
    from imported_entries i
   where i.row > :after_row::integer
     and i.row <= :to_row::integer
     and not exists (select
                       from matched_entries m
                      where m.row = i.row
                        and m.row > :after_row::integer
                        and m.row <= :to_row::integer)
   order by i.row
  returning day, text_bytes(entries) as bytes
)
select count(*), coalesce(sum(bytes), 0)::bigint, coalesce(array_agg(distinct day), '{}'),
       (select a.version from accounts a where a.account_id = :account::bigint)
  from stored
