-- What record_batch_entries.sql does, for a batch of one entry. Its row tells how many accounts the
-- histogram counted before, and how many of them in the nodes of the entry's streak.
insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day)
select a.account_id, :uid::uuid, :mood::text, :rating::smallint, :note::text, :tags::text[],
       :recorded_at::timestamptz, :day::date
  from accounts a
 where a.account_id = :account::bigint
   and a.xmin = pg_current_xact_id()::xid
returning entry_id,
          (select sum(h.accounts) from streak_histogram h where h.node = 0),
          (select sum(h.accounts)
             from streak_histogram h
            where h.node = any (:nodes::integer[]))
