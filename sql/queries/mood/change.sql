-- The write of PATCH /mood/{id}. No row, and nothing written, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir parts/comparison.sql
, \ir parts/changed_entry.sql
select entry.version, comparison.shorter, comparison.others
  from entry
 cross join comparison
