-- Takes an award back. No row, and nothing removed, if the account has changed.
with
\ir parts/account.sql
, award as (
  delete from awards
   where account_id = :account::bigint
     and achievement_id = any (:awarded::bigint[])
     and exists (select from account)
), \ir ../runs/parts/changed_runs.sql
, \ir parts/holder_change.sql
select account_id from account
