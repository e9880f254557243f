-- The end of a POST /mood/import that reaches milestones: the same as import.sql, and the
-- awards. One statement, so that the rows which all accounts share are locked in the same order as
-- everywhere else.
with
\ir parts/account_with_awards.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
select account_id from account
