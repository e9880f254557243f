-- POST /mood/import: finds the entries of a file by their number.
create unique index if not exists imported_entries_row on imported_entries (row)
