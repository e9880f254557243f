-- Takes an erased account out of the figures about all accounts. It is the last statement of its
-- transaction, because other accounts' changes wait for these rows.
with histogram as (
  insert into streak_histogram as h (node, slot, accounts)
  select c.node, :account::bigint % 4, c.accounts
    from unnest(:nodes::integer[], :deltas::integer[]) as c (node, accounts)
   order by c.node
  on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts
), holders as (
  insert into achievement_holders as h (achievement_id, slot, accounts)
  select n.achievement_id, :account::bigint % 4, -1
    from unnest(:achievements::bigint[]) as n (achievement_id)
   order by n.achievement_id
  on conflict (achievement_id, slot) do update set accounts = h.accounts + excluded.accounts
)
insert into point_totals as t (points, slot, accounts)
values (:points::bigint, :points_slot::smallint, -1)
on conflict (points, slot) do update set accounts = t.accounts + excluded.accounts
