-- The write of PATCH /task/{id}. No row, and nothing written, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/quota.sql
, \ir parts/changed_task.sql
select account_id from account
