-- POST /mood/import: the entries of the file, by their number in it (`row`), and what the file says
-- itself of when they were; the other was worked out. Nobody else sees them. The table lives as
-- long as the session, and its rows as long as the transaction.
create temporary table if not exists imported_entries on commit delete rows as
select 0 as row, e.*, false as says_recorded_at, false as says_day
  from entries e
  with no data
