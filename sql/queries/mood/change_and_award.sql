-- The write of a PATCH /mood/{id} that reaches milestones: like change.sql, with the awards.
with
\ir parts/account_with_awards.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir ../achievements/parts/new_awards.sql
, \ir ../achievements/parts/holder_change.sql
, \ir parts/comparison.sql
, \ir parts/changed_entry.sql
select entry.version, comparison.shorter, comparison.others
  from entry
 cross join comparison
