-- New awards, all of one moment.
award as (
  insert into awards (account_id, achievement_id, awarded_at, day)
  select a.account_id, n.achievement_id, :awarded_at::timestamptz, :award_day::date
    from account a
   cross join unnest(:awarded::bigint[]) as n (achievement_id)
)
