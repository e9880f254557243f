-- POST /mood/import: finds an entry of the file by its number.
create unique index if not exists imported_entries_row on imported_entries (row)
