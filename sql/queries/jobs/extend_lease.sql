-- A job of the whole service takes longer. No row: somebody else has it by now.
update jobs
   set leased_until = :leased_until::timestamptz
 where account_id is null
   and kind = :kind::job_kind
   and lease = :lease::uuid
returning kind
