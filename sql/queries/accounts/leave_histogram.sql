-- An account that was erased counts no more. The last statement of its transaction: others wait
-- for these rows.
insert into streak_histogram as h (node, slot, accounts)
select c.node, :account::bigint % 4, c.accounts
  from unnest(:nodes::integer[], :deltas::integer[]) as c (node, accounts)
 order by c.node
on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts
