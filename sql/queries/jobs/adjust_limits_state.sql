-- What a check of some accounts' task limits decides from. Leaves out jobs with another lease.
--
-- `day` is that of the quota that the next task is taken from; the :days days before it are over.
-- `next_due_at` is when both `day` and `done_day`, the day of the last check, are over.
select a.account_id, a.version, a.daily_task_limit, a.limit_reason, j.done_day, q.day,
       greatest(q.resets_at,
                day_start(j.done_day + 1, a.time_zone, a.day_starts_at)) as next_due_at,
       exists (select
                 from task_quotas r
                where r.account_id = a.account_id
                  and r.day > q.day - :days::integer) as had_tasks,
       exists (select
                 from task_limit_changes c
                where c.account_id = a.account_id
                  and c.day >= q.day - :days::integer
                  and c.day < q.day) as limit_has_changed,
       week.used, week.done
  from jobs j
  join accounts a on a.account_id = j.account_id
\ir ../tasks/parts/join_quota.sql
 cross join lateral (select coalesce(array_agg(w.used), '{}') as used,
                            coalesce(array_agg(w.done), '{}') as done
                       from task_quotas w
                      where w.account_id = a.account_id
                        and w.day >= q.day - :days::integer
                        and w.day < q.day) week
 where j.account_id = any (:accounts::bigint[])
   and j.kind = 'adjust_task_limit'
   and j.lease = :lease::uuid
