-- The write of a PATCH /task/{id} that reaches milestones: like change.sql, with the awards.
with
\ir ../achievements/parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
, \ir parts/quota.sql
, \ir parts/changed_task.sql
select account_id from account
