-- The write of POST /mood: the entry, what it changes in the account, and the answer stored for the
-- idempotency key. No row, and nothing written, if the account has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
, \ir parts/comparison.sql
, \ir parts/new_entry.sql
select entry.entry_id, comparison.shorter, comparison.others
  from entry
 cross join comparison
