-- The end of POST /mood/import: what it changes in the account. No row if that has changed.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
select account_id from account
