-- The write of DELETE /task/{id}. No row, and nothing removed, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/quota.sql
, \ir parts/removed_task.sql
select account_id from account
