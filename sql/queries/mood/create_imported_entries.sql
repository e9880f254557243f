-- POST /mood/import: the entries of the file, by their number in it. Nobody else sees them. The
-- table lives as long as the session, and its rows as long as the transaction.
create temporary table if not exists imported_entries (
  row integer not null,
  uid uuid,
  mood text,
  rating smallint,
  note text,
  tags text[] not null,
  recorded_at timestamptz not null,
  day date not null,
  -- What the file says itself; the other was worked out.
  says_recorded_at boolean not null,
  says_day boolean not null,
  constraint imported_entries_pkey primary key (row)
) on commit delete rows
