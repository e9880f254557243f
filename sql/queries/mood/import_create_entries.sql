-- POST /mood/import: a temporary table for the entries of the file. `row` is an entry's number in
-- the file; says_recorded_at and says_day are false for what the file does not say and was worked
-- out. The table lives as long as the session, its rows as long as the transaction.
create temporary table if not exists imported_entries on commit delete rows as
select 0 as row, e.*, false as says_recorded_at, false as says_day
  from entries e
  with no data
