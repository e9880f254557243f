-- New entries with a number: of the account, or of the row in a file. `tags` is an array as text.
(select n.number, n.uid, n.mood, n.rating, n.note, n.tags::text[] as tags, n.recorded_at, n.day
   from unnest(:numbers::bigint[], :uids::uuid[], :moods::text[], :ratings::smallint[],
               :notes::text[], :tags::text[], :recorded_ats::timestamptz[], :days::date[])
        as n (number, uid, mood, rating, note, tags, recorded_at, day))
