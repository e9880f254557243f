-- POST /mood/import: until the transaction ends, the account cannot be erased. No row if the
-- session is not alive any more.
with
\ir ../accounts/parts/live_session.sql
select a.account_id
  from live_session s
  join accounts a on a.account_id = s.account_id
   for key share of a
