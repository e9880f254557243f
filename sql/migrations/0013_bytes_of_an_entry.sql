-- What the text of an entry is, in one place: one more column of text changes this function, and no
-- statement. PostgreSQL puts it into the statement as it did the one with a parameter a column.
create function text_bytes(entry entries) returns bigint
language sql stable parallel safe as $$
  select (octet_length(entry.mood) + coalesce(octet_length(entry.note), 0)
          + octet_length(array_to_string(entry.tags, '')))::bigint
$$;

drop function text_bytes(text, text, text[]);
