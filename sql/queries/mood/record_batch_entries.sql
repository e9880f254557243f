-- The entries of a batch, and how the accounts compare, by the histogram as it was before. A row
-- for each entry; and a row without uid for each node of the histogram, with the node's number
-- instead of the id, and how many accounts it counts.
with entry as (
  insert into entries (account_id, uid, recorded_at, day,
\ir parts/content_columns.sql
  )
  select a.account_id, n.uid, n.recorded_at, n.day,
\ir parts/content_columns.sql
    from
\ir parts/new_entries.sql
         n
    join accounts a on a.account_id = n.number and a.xmin = pg_current_xact_id()::xid
  returning entry_id, uid
)
select uid, entry_id, null::bigint as accounts from entry
union all
select null, h.node, sum(h.accounts)
  from streak_histogram h
 where h.node = any (:nodes::integer[])
 group by h.node
