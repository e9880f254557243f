-- The entries of a batch, and how the accounts compare, by the histogram as it was before. One row
-- for each entry; and one for each node of the histogram, with its number in place of the id and
-- how many accounts it counts.
with entry as (
  insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day)
  select b.account_id, b.uid, b.mood, b.rating, b.note, b.tags::text[], b.recorded_at, b.day
    from unnest(:accounts::bigint[], :uids::uuid[], :moods::text[], :ratings::smallint[],
                :notes::text[], :tags::text[], :recorded_ats::timestamptz[], :days::date[])
         as b (account_id, uid, mood, rating, note, tags, recorded_at, day)
    join accounts a on a.account_id = b.account_id and a.xmin = pg_current_xact_id()::xid
  returning entry_id, uid
)
select uid, entry_id, null::bigint as accounts from entry
union all
select null, h.node, sum(h.accounts)
  from streak_histogram h
 where h.node = any (:nodes::integer[])
 group by h.node
