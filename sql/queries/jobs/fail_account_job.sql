-- Notes a failure of an account's job. No row if the job has another lease by now.
update jobs
\ir parts/failure.sql
 where account_id = :account::bigint
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning failures, due_at, parked_at is not null
