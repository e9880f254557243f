-- The read of POST /task: everything that the decision about a new task needs. The run is the one
-- that has the quota's day; nulls if there is none. No row if the session is not alive.
--
-- The last columns are the stored answer for the idempotency key; nulls if there is none.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at, a.version, a.daily_task_limit, a.limit_reason,
       q.day, q.used, q.resets_at, r.first_day, r.last_day,
       k.request_hash = :request_hash::bytea as is_same_request, k.task_id, k.created_at,
       k.day as stored_day, k.daily_task_limit as stored_limit, k.limit_reason as stored_reason,
       k.used as stored_used, k.resets_at as stored_resets_at
  from live_session s
  join accounts a on a.account_id = s.account_id
\ir parts/join_quota.sql
  left join lateral (select b.first_day, b.last_day
                       from runs b
                      where b.account_id = :account::bigint
                        and b.activity = 'task'
                        and b.first_day <= q.day
                      order by b.first_day desc
                      limit 1) r on r.last_day >= q.day
  left join task_idempotency_keys k
         on k.account_id = :account::bigint
        and k.idempotency_key = :idempotency_key
        and k.created_at > :keys_created_after::timestamptz
