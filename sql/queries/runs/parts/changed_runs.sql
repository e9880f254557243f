-- Deletes and writes runs of one or several activities, if `account` has a row.
erased_runs as (
  delete from runs r
   using unnest(:erased_activities::activity[], :erased_first_days::date[])
      as e (activity, first_day)
   where r.account_id = :account::bigint
     and r.activity = e.activity
     and r.first_day = e.first_day
     and exists (select from account)
), written_runs as (
  insert into runs (account_id, activity, first_day, last_day)
  select a.account_id, w.activity, w.first_day, w.last_day
    from account a
   cross join unnest(:written_activities::activity[], :written_first_days::date[],
                     :written_last_days::date[]) as w (activity, first_day, last_day)
  on conflict (account_id, activity, first_day) do update set last_day = excluded.last_day
)
