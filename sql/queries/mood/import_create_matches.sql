-- POST /mood/import: a temporary table for the rows that are not to be stored. `entry_id` is the
-- entry of the account that the row is equal to; null if the row only repeats an earlier row.
create temporary table if not exists matched_entries (
  row integer not null,
  entry_id bigint,
  constraint matched_entries_pkey primary key (row)
) on commit delete rows
