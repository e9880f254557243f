-- The quota that the next task is taken from: the newest one while it lasts, else today's.
--
-- When clocks go back over the start of a day, they show the day before once more. Its quota is
-- over, so today is the day that has begun already.
--
-- `offset 0` makes PostgreSQL work each of these out once. Without it, they are copied to where
-- they are read, and `day_start` is inlined only for a day that is cheap to work out several times.
  left join lateral (select n.day, n.used,
                            greatest(n.ends_at,
                                     day_start(n.day + 1, a.time_zone, a.day_starts_at))
                              as resets_at
                       from task_quotas n
                      where n.account_id = a.account_id
                      order by n.day desc
                      limit 1) newest on newest.resets_at > :now::timestamptz
  left join lateral (select c.shown + (day_start(c.shown + 1, a.time_zone, a.day_starts_at)
                                       <= :now::timestamptz)::integer as today
                       from (select day_of(:now::timestamptz, a.time_zone, a.day_starts_at)
                                      as shown
                             offset 0) c
                      where newest.day is null
                     offset 0) t on true
 cross join lateral (select coalesce(newest.day, t.today) as day,
                            coalesce(newest.used, 0) as used,
                            coalesce(newest.resets_at,
                                     day_start(t.today + 1, a.time_zone, a.day_starts_at))
                              as resets_at
                     offset 0) q
