-- What a change of awards changes in the figures: the longest run of award days, the numbers of
-- holders, and how many accounts have how many points.
--
-- Rows that many accounts change are locked in one order everywhere: totals, holders, histogram.
-- PostgreSQL runs the parts of a statement that nothing reads from the last to the first. That is
-- not documented, but the test database.award_concurrency fails if it changes.
no_seven_days as (
  delete from seven_day_award_runs
   where account_id = :account::bigint
     and :seven_days_first_day::date is null
     and exists (select from account)
), seven_days as (
  insert into seven_day_award_runs (account_id, first_day, last_day)
  select account_id, :seven_days_first_day::date, :seven_days_last_day::date
    from account
   where :seven_days_first_day::date is not null
  on conflict (account_id) do update
     set first_day = excluded.first_day, last_day = excluded.last_day
), holders as (
  insert into achievement_holders as h (achievement_id, slot, accounts)
  select n.achievement_id, a.account_id % 4, :step::integer
    from account a
   cross join unnest(:awarded::bigint[]) as n (achievement_id)
   order by n.achievement_id
  on conflict (achievement_id, slot) do update set accounts = h.accounts + excluded.accounts
), totals as (
  insert into point_totals as t (points, slot, accounts)
  select c.points, c.slot, sum(c.accounts)
    from account a
   cross join lateral (values (a.points, a.points_slot, 1),
                              (:points_before::bigint, :slot_before::smallint, -1))
           as c (points, slot, accounts)
   group by c.points, c.slot
  having sum(c.accounts) <> 0
   order by c.points, c.slot
  on conflict (points, slot) do update set accounts = t.accounts + excluded.accounts
)
