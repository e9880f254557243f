-- Writes what was decided about the task limits of some accounts: the new limits, each recorded
-- with its day and reason, and when the next check is due. A decision without `due_at` needs no
-- other check: its job is removed. Returns how many decisions were settled.
--
-- A new limit or a removed job is only written if the account is at the version that was read, and
-- raises it. So a POST /task at the same moment, which plans a check if there is none, begins
-- again. The job of a changed account stays due. Nothing is written for a job with another lease.
--
-- Accounts are locked before their jobs, as POST /task does, and in one order.
with decided as (
  select d.*, d.new_limit is not null or d.due_at is null as changes_account
    from unnest(:accounts::bigint[], :versions::bigint[], :days::date[], :due_ats::timestamptz[],
                :new_limits::smallint[], :reasons::limit_reason[])
           as d (account_id, version, day, due_at, new_limit, reason)
), held as (
  select a.account_id, a.daily_task_limit
    from decided d
    join accounts a on a.account_id = d.account_id
   where d.changes_account and a.version = d.version
   order by a.account_id
     for no key update of a
), outcome as (
  select d.*, h.daily_task_limit as old_limit,
         not d.changes_account or h.account_id is not null as is_settled
    from decided d
    left join held h on h.account_id = d.account_id
   where (select count(*) from held) >= 0
), planned as (
  update jobs j
     set due_at = case when o.is_settled then o.due_at else j.due_at end,
         done_day = case when o.is_settled then o.day else j.done_day end,
         lease = null, leased_until = null, failures = 0, last_failure = null
    from outcome o
   where j.account_id = o.account_id
     and j.kind = 'adjust_task_limit'
     and j.lease = :lease::uuid
     and (o.due_at is not null or not o.is_settled)
  returning j.account_id
), removed as (
  delete from jobs j
   using outcome o
   where j.account_id = o.account_id
     and j.kind = 'adjust_task_limit'
     and j.lease = :lease::uuid
     and o.due_at is null
     and o.is_settled
  returning j.account_id
), settled as (
  select o.*
    from outcome o
    join (select account_id from planned union all select account_id from removed) ours
      on ours.account_id = o.account_id
   where o.is_settled
), changed as (
  update accounts a
     set version = a.version + 1,
         daily_task_limit = coalesce(s.new_limit, a.daily_task_limit),
         limit_reason = coalesce(s.reason, a.limit_reason)
    from settled s
   where a.account_id = s.account_id and s.changes_account
), logged_change as (
  insert into task_limit_changes (account_id, day, changed_at, old_limit, new_limit, reason)
  select account_id, day, :now::timestamptz, old_limit, new_limit, reason
    from settled
   where new_limit is not null
)
select count(*) from settled
