-- No row: somebody else has the job by now.
update jobs
\ir parts/failure.sql
 where account_id = :account::bigint
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning failures, due_at, parked_at is not null
