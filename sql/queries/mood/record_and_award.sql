-- The write of a POST /mood that reaches milestones: like record.sql, with the awards.
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
