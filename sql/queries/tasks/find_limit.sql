-- The limit of the account of this name. No row if nobody has the name.
select a.username, a.daily_task_limit, a.limit_reason
  from usernames u
  join accounts a on a.account_id = u.account_id
 where u.username_key = :username_key
