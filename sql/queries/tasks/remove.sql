-- The second half of DELETE /task/{id}. No row: the account has changed since the decision, and
-- nothing was removed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/quota.sql
, \ir parts/removed_task.sql
select account_id from account
