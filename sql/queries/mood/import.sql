-- The end of POST /mood/import: what the new entries change in the account. No row: the account is
-- at another version.
with
\ir parts/account.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/histogram.sql
select account_id from account
