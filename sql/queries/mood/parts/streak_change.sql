-- What a change of entries changes beside them: the account's runs and the histogram.
, erased_runs as (
  delete from runs
   where account_id = :account::bigint
     and activity = 'mood'
     and first_day = any (:erased_runs::date[])
     and exists (select from account)
), written_runs as (
  insert into runs (account_id, activity, first_day, last_day)
  select a.account_id, 'mood', r.first_day, r.last_day
    from account a
   cross join unnest(:written_first_days::date[], :written_last_days::date[])
           as r (first_day, last_day)
  on conflict (account_id, activity, first_day) do update set last_day = excluded.last_day
), histogram as (
  insert into streak_histogram as h (node, slot, accounts)
  select c.node, a.account_id % 4, c.accounts
    from account a
   cross join unnest(:nodes::integer[], :deltas::integer[]) as c (node, accounts)
   order by c.node
  on conflict (node, slot) do update set accounts = h.accounts + excluded.accounts
)
