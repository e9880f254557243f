-- A name begins with a letter or digit now, and has no invisible code point: `alice` and `alice`
-- with U+FE0F behind it looked the same and were two accounts, and three times U+3164 was a name.
-- Accounts that have such a name keep it and sign in with it; the operator is told which they are.
do $$
declare
  -- Unicode's Default_Ignorable_Code_Point, which PostgreSQL does not know. A unit test compares it
  -- with utf8proc, which the program asks.
  invisible constant text :=
    '[\u00AD\u034F\u061C\u115F-\u1160\u17B4-\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E'
    '\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3'
    '\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]';
  shown_max constant integer := 100;
  ids bigint[];
begin
  select array_agg(account_id order by account_id) into ids
    from accounts
   where username ~ invisible or username ~ '^[._-]';
  if ids is not null then
    raise warning
      'accounts that keep a name which no new one may have (with %): %; their ids: %',
      'invisible characters, or . _ - in front', cardinality(ids),
      array_to_string(ids[:shown_max], ', ')
      || case when cardinality(ids) > shown_max then ', …' else '' end;
  end if;
end $$;
