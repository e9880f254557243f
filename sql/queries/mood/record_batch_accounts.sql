-- The write of POST /mood for several accounts at once, first statement: changes the accounts that
-- are at the version that was read and that nobody else is changing. The others are left out by the
-- later statements too, which write only for accounts whose row is of this transaction.
--
-- It waits for no lock, so nobody can delay a batch or lock accounts in another order.
update accounts a
   set version = a.version + 1,
       longest_mood_streak = b.longest,
       newest_mood_first_day = b.newest_first_day,
       newest_mood_last_day = b.newest_last_day,
       mood_entries = a.mood_entries + b.entries,
       mood_bytes = a.mood_bytes + b.bytes
  from (select c.account_id, d.longest, d.newest_first_day, d.newest_last_day, d.entries,
               d.bytes
          from unnest(:accounts::bigint[], :versions::bigint[], :longests::integer[],
                      :newest_first_days::date[], :newest_last_days::date[], :entries::integer[],
                      :bytes::bigint[])
               as d (account_id, version, longest, newest_first_day, newest_last_day, entries,
                     bytes)
          join accounts c on c.account_id = d.account_id and c.version = d.version
           for no key update of c skip locked) b
 where a.account_id = b.account_id
returning a.account_id
