-- The second half of a POST /mood that reaches milestones: the same as record.sql, and the awards.
with
\ir parts/account_with_awards.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
, \ir parts/comparison.sql
, \ir parts/new_entry.sql
select entry.entry_id, comparison.shorter, comparison.others
  from entry
 cross join comparison
