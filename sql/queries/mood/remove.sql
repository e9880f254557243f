-- The write of DELETE /mood/{id}. No row, and nothing removed, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, removed as (
  delete from entries
   where account_id = :account::bigint
     and entry_id = :entry::bigint
     and exists (select from account)
)
select account_id from account
