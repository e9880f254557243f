-- What a look at the task limits of some accounts decides from. Accounts whose job somebody else
-- has by now are left out.
--
-- The day that is looked at is that of the running quota (0005_tasks.sql says how long one lasts),
-- or else today; the seven days before it are complete. The next look is due when the later of this
-- day and the last one that was looked at is over.
select a.account_id, a.version, a.daily_task_limit, a.limit_reason, j.done_day, t.day,
       case when quota.day is null
            then day_start(greatest(t.day, j.done_day) + 1, a.time_zone, a.day_starts_at)
            else quota.ends_at
       end as next_due_at,
       exists (select
                 from task_quotas r
                where r.account_id = a.account_id and r.day > t.day - :days::integer) as had_tasks,
       exists (select
                 from task_limit_changes c
                where c.account_id = a.account_id
                  and c.day >= t.day - :days::integer
                  and c.day < t.day) as limit_has_changed,
       week.used, week.done
  from jobs j
  join accounts a on a.account_id = j.account_id
  left join lateral (select n.day,
                            greatest(n.ends_at,
                                     day_start(n.day + 1, a.time_zone, a.day_starts_at)) as ends_at
                       from task_quotas n
                      where n.account_id = a.account_id
                      order by n.day desc
                      limit 1) quota on quota.ends_at > :now::timestamptz
 cross join lateral (select coalesce(quota.day,
                                     ((:now::timestamptz at time zone a.time_zone)
                                      - make_interval(hours => a.day_starts_at))::date) as day) t
 cross join lateral (select coalesce(array_agg(w.used), '{}') as used,
                            coalesce(array_agg(w.done), '{}') as done
                       from task_quotas w
                      where w.account_id = a.account_id
                        and w.day >= t.day - :days::integer
                        and w.day < t.day) week
 where j.account_id = any (:accounts::bigint[])
   and j.kind = 'adjust_task_limit'
   and j.lease = :lease::uuid
