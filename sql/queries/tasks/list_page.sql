-- GET /task: the quota, the streak and a page of the tasks of a day (by default the quota's), the
-- oldest first. No row if the session is not alive; one row with null tasks if the page is empty.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.daily_task_limit, a.limit_reason, q.day, q.used, q.resets_at,
       run.first_day, run.last_day,
       coalesce((select max(r.last_day - r.first_day + 1)
                   from runs r
                  where r.account_id = :account::bigint
                    and r.activity = 'task'), 0) as longest_streak,
       k.task_id, k.title, k.note, k.done, k.created_at, k.day, k.version
  from live_session s
  join accounts a on a.account_id = s.account_id
\ir parts/join_quota.sql
  left join lateral (select r.first_day, r.last_day
                       from runs r
                      where r.account_id = :account::bigint
                        and r.activity = 'task'
                      order by r.first_day desc
                      limit 1) run on true
  left join lateral (select k.task_id, k.title, k.note, k.done, k.created_at, k.day, k.version
                       from tasks k
                      where k.account_id = :account::bigint
                        and k.day = coalesce(:day::date, q.day)
                        and k.task_id > :after_task::bigint
                      order by k.task_id
                      limit :limit::integer) k on true
 order by k.task_id
