-- PATCH /users/{username}: pins the limit of this account, or, if :limit is null, makes a pinned
-- one automatic again. Records a real change with its day. No row if nobody has the name.
with old as (
  select a.account_id, a.username, a.time_zone, a.day_starts_at, a.daily_task_limit,
         a.limit_reason
    from usernames u
    join accounts a on a.account_id = u.account_id
   where u.username_key = :username_key
     for no key update of a
), wanted as (
  select o.*,
         case when :limit::smallint is not null then :limit::smallint
              when o.limit_reason = 'pinned' then :limit_default::smallint
              else o.daily_task_limit
         end as new_limit,
         case when :limit::smallint is not null then 'pinned'::limit_reason
              when o.limit_reason = 'pinned' then 'default'::limit_reason
              else o.limit_reason
         end as new_reason
    from old o
), account as (
  update accounts a
     set daily_task_limit = w.new_limit,
         limit_reason = w.new_reason,
         version = a.version + 1
    from wanted w
   where a.account_id = w.account_id
     and (w.new_limit, w.new_reason) is distinct from (w.daily_task_limit, w.limit_reason)
  returning a.account_id
), logged_change as (
  insert into task_limit_changes (account_id, day, changed_at, old_limit, new_limit, reason)
  select w.account_id,
         day_of(:now::timestamptz, w.time_zone, w.day_starts_at),
         :now::timestamptz, w.daily_task_limit, w.new_limit, w.new_reason
    from account
    join wanted w on w.account_id = account.account_id
)
select username, new_limit, new_reason from wanted
