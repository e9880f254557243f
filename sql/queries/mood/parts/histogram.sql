-- What a change of the account's longest streak changes in the histogram.
histogram as (
  insert into streak_histogram as h (node, slot, accounts)
  select c.node, a.account_id % 4, c.accounts
    from account a
   cross join unnest(:nodes::integer[], :deltas::integer[]) as c (node, accounts)
   order by c.node
  on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts
)
