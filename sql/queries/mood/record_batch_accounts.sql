-- The second half of POST /mood for several accounts at once, its first statement: the accounts
-- that are still at the version that the decision was based on, and that nobody else is changing.
-- What is left out here is left out by the statements that follow in the same transaction: they
-- write for accounts whose row is of this transaction.
--
-- Nothing is waited for, so nobody can hold up a batch, or be locked in the wrong order.
update accounts a
   set version = a.version + 1,
       longest_mood_streak = b.longest,
       newest_mood_first_day = b.newest_first_day,
       newest_mood_last_day = b.newest_last_day,
       mood_entries = a.mood_entries + b.entries
  from (select c.account_id, d.longest, d.newest_first_day, d.newest_last_day, d.entries
          from unnest(:accounts::bigint[], :versions::bigint[], :longests::integer[],
                      :newest_first_days::date[], :newest_last_days::date[], :entries::integer[])
               as d (account_id, version, longest, newest_first_day, newest_last_day, entries)
          join accounts c on c.account_id = d.account_id and c.version = d.version
           for no key update of c skip locked) b
 where a.account_id = b.account_id
returning a.account_id
