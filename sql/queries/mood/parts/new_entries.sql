-- Entries that are to be stored, each with a number that says whose it is or which. Tags come as
-- the text of an array.
(select n.number, n.uid, n.mood, n.rating, n.note, n.tags::text[] as tags, n.recorded_at, n.day
   from unnest(:numbers::bigint[], :uids::uuid[], :moods::text[], :ratings::smallint[],
               :notes::text[], :tags::text[], :recorded_ats::timestamptz[], :days::date[])
        as n (number, uid, mood, rating, note, tags, recorded_at, day))
