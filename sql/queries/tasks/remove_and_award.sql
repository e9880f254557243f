-- The second half of a DELETE /task/{id} that leaves a day with nothing but tasks that are done,
-- and so reaches milestones: the same as remove.sql, and the awards.
with
\ir ../achievements/parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
, \ir parts/quota.sql
, \ir parts/removed_task.sql
select account_id from account
