-- POST /mood/import: the rows that are not to be stored, each with the account's entry that it is;
-- null where it only repeats another row.
create temporary table if not exists matched_entries (
  row integer not null,
  entry_id bigint,
  constraint matched_entries_pkey primary key (row)
) on commit delete rows
