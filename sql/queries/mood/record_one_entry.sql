-- record_batch_entries.sql for a batch of one entry. Returns, in the same row, how many accounts
-- the histogram counted before, and how many of them in the nodes of the entry's streak.
insert into entries (account_id, uid, recorded_at, day,
\ir parts/content_columns.sql
)
select a.account_id, :uid::uuid, :recorded_at::timestamptz, :day::date,
\ir parts/content_values.sql
  from accounts a
 where a.account_id = :account::bigint
   and a.xmin = pg_current_xact_id()::xid
returning entry_id,
          (select sum(h.accounts) from streak_histogram h where h.node = 0),
          (select sum(h.accounts)
             from streak_histogram h
            where h.node = any (:nodes::integer[]))
