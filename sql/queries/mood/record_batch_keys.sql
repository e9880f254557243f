-- The answers that are stored for the idempotency keys of a batch. Returns a row for each: the uid
-- of the entry, and how the account compares, by the histogram as it was before.
insert into mood_idempotency_keys as k
       (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at, day,
        entry_streak, streak, longest_streak, logged_today, streak_expires_at, shorter, others)
select b.account_id, b.idempotency_key, b.request_hash, b.now, e.entry_id, b.uid, b.recorded_at,
       b.day, b.entry_streak, b.streak, b.longest, true, b.streak_expires_at,
       c.shorter - b.self_is_shorter, c.accounts - 1
  from unnest(:accounts::bigint[], :idempotency_keys::text[], :request_hashes::bytea[],
              :nows::timestamptz[], :uids::uuid[], :recorded_ats::timestamptz[], :days::date[],
              :entry_streaks::integer[], :streaks::integer[], :longests::integer[],
              :streak_expires_ats::timestamptz[], :self_are_shorter::integer[])
       as b (account_id, idempotency_key, request_hash, now, uid, recorded_at, day, entry_streak,
             streak, longest, streak_expires_at, self_is_shorter)
  join accounts a on a.account_id = b.account_id and a.xmin = pg_current_xact_id()::xid
  join entries e on e.account_id = b.account_id
                and e.day = b.day
                and e.recorded_at = b.recorded_at
                and e.uid = b.uid
 cross join lateral accounts_with_shorter_streaks(b.streak) c
on conflict (account_id, idempotency_key) do update
   set request_hash = excluded.request_hash, created_at = excluded.created_at,
       entry_id = excluded.entry_id, uid = excluded.uid, recorded_at = excluded.recorded_at,
       day = excluded.day, entry_streak = excluded.entry_streak, streak = excluded.streak,
       longest_streak = excluded.longest_streak, logged_today = excluded.logged_today,
       streak_expires_at = excluded.streak_expires_at, shorter = excluded.shorter,
       others = excluded.others, awarded = null, awarded_language = null
returning k.uid, k.shorter, k.others
