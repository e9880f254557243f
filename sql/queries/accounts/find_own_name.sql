-- The key of the username of the account that a live session belongs to: what its attempts to tell
-- the password are counted by.
with
\ir parts/live_session.sql
select u.username_key
  from live_session s
  join usernames u on u.account_id = s.account_id
