-- The key of the account's username: failed passwords are counted by it. No row if the session is
-- not alive.
with
\ir parts/live_session.sql
select u.username_key
  from live_session s
  join usernames u on u.account_id = s.account_id
