-- GET /mood, the entries of the pages of several requests at once; those of a request that is not
-- signed in are to be forgotten. The requests in any order, each one's entries the newest first.
select b.request, e.entry_id, e.uid, e.mood, e.rating, e.note, array_to_json(e.tags),
       e.recorded_at, e.day
  from unnest(:accounts::bigint[], :from_days::date[], :last_days::date[],
              :before_recorded_ats::timestamptz[], :before_entries::bigint[],
              :entries_maxs::integer[])
       with ordinality as b (account_id, from_day, last_day, before_recorded_at, before_entry,
                             entries_max, request)
 cross join lateral (
       select e.entry_id, e.uid, e.mood, e.rating, e.note, e.tags, e.recorded_at, e.day
         from entries e
        where e.account_id = b.account_id
          and e.day >= b.from_day
          and (e.day, e.recorded_at, e.entry_id)
              < (b.last_day, b.before_recorded_at, b.before_entry)
        order by e.day desc, e.recorded_at desc, e.entry_id desc
        limit b.entries_max) e
