-- New awards of an account. No row, and nothing written, if the account has changed.
with
\ir parts/account.sql
, \ir parts/new_awards.sql
, \ir ../runs/parts/changed_runs.sql
, \ir parts/holder_change.sql
select account_id from account
