-- GET /task/{id}. No row if the session is not alive; nulls if the account has no such task.
with
\ir ../accounts/parts/live_session.sql
select s.kind, s.last_seen_at,
       k.task_id, k.title, k.note, k.done, k.created_at, k.day, k.version
  from live_session s
  left join tasks k
         on k.account_id = :account::bigint
        and k.task_id = :task::bigint
