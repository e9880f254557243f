-- What the longest streaks of a batch change in the histogram. Its rows are locked by node and
-- slot, as in all statements.
insert into streak_histogram as h (node, slot, accounts)
select b.node, a.account_id % 4, sum(b.delta)
  from unnest(:accounts::bigint[], :nodes::integer[], :deltas::integer[])
       as b (account_id, node, delta)
  join accounts a on a.account_id = b.account_id and a.xmin = pg_current_xact_id()::xid
 group by b.node, a.account_id % 4
 order by b.node, a.account_id % 4
on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts
