-- record_batch_runs.sql for a batch of one run.
insert into runs (account_id, activity, first_day, last_day)
select a.account_id, 'mood', :first_day::date, :last_day::date
  from accounts a
 where a.account_id = :account::bigint
   and a.xmin = pg_current_xact_id()::xid
on conflict (account_id, activity, first_day) do update set last_day = excluded.last_day
