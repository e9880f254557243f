-- The end of a POST /mood/import that reaches milestones: like import.sql, with the awards. One
-- statement, so that rows of many accounts are locked in the order of holder_change.sql.
with
\ir parts/account_with_awards.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
select account_id from account
