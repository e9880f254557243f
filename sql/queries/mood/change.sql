-- The second half of PATCH /mood/{id}. No row: the account has changed since the decision, and
-- nothing was written.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir parts/comparison.sql
, \ir parts/changed_entry.sql
select entry.version, comparison.shorter, comparison.others
  from entry
 cross join comparison
