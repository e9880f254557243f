-- The write of a DELETE /task/{id} that leaves only done tasks on a day and so reaches milestones:
-- like remove.sql, with the awards.
with
\ir ../achievements/parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
, \ir parts/quota.sql
, \ir parts/removed_task.sql
select account_id from account
