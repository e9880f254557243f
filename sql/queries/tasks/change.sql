-- The second half of PATCH /task/{id}. No row: the account has changed since the decision, and
-- nothing was written.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/quota.sql
, \ir parts/changed_task.sql
select account_id from account
