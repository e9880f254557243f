-- POST /mood/import: from now on the account cannot be removed. No row: not signed in any more.
with
\ir ../accounts/parts/live_session.sql
select a.account_id
  from live_session s
  join accounts a on a.account_id = s.account_id
   for key share of a
