-- Notes a failure of a job of the service. No row if the job has another lease by now.
update jobs
\ir parts/failure.sql
 where account_id is null
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning failures, due_at, parked_at is not null
