-- The bytes of what an account's entries say, beside their number: so that what one account keeps
-- can have a limit, and a new entry costs no count. It changes in the statement that changes the
-- number.

-- The bytes of an entry's texts in UTF-8, as `text_bytes` of mood/entry.hpp counts them.
create function text_bytes(mood text, note text, tags text[]) returns bigint
language sql stable parallel safe as $$
  select (octet_length(mood) + coalesce(octet_length(note), 0)
          + octet_length(array_to_string(tags, '')))::bigint
$$;

-- A default that needs no rewriting of the table.
alter table accounts
  add column mood_bytes bigint not null default 0,
  add constraint accounts_mood_bytes_check check (mood_bytes >= 0);

update accounts a
   set mood_bytes = e.bytes
  from (select account_id, sum(text_bytes(mood, note, tags)) as bytes
          from entries
         group by account_id) e
 where e.account_id = a.account_id;
