-- record_batch_accounts.sql for a batch of one account.
update accounts a
   set version = a.version + 1,
       longest_mood_streak = :longest::integer,
       newest_mood_first_day = :newest_first_day::date,
       newest_mood_last_day = :newest_last_day::date,
       mood_entries = a.mood_entries + :entries::integer,
       mood_bytes = a.mood_bytes + :bytes::bigint
 where a.account_id = (select c.account_id
                         from accounts c
                        where c.account_id = :account::bigint
                          and c.version = :version::bigint
                          for no key update skip locked)
