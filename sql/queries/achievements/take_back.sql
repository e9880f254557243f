-- The end of an award. No row: the account has changed since the decision, and nothing was removed.
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
