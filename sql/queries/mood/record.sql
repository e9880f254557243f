-- The second half of POST /mood: the entry and all that it changes, in one statement, and what
-- another request with the same idempotency key is to be told. No row: the account has changed
-- since the decision, and nothing was written.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir parts/comparison.sql
, \ir parts/new_entry.sql
select entry.entry_id, comparison.shorter, comparison.others
  from entry
 cross join comparison
