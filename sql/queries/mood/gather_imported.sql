-- POST /mood/import: some more entries of the file. Where only one of `recorded_at` and `day` is
-- given, the other is worked out as POST /mood does it. Answers with the rows whose day is too
-- early.
with gathered as (
  insert into imported_entries (row, uid, mood, rating, note, tags, recorded_at, day,
                                says_recorded_at, says_day)
  select i.row, i.uid, i.mood, i.rating, i.note, i.tags::text[],
         case when i.recorded_at is not null then i.recorded_at
              when i.day = today.day then :now::timestamptz
              else least((i.day + time '12:00') at time zone :time_zone::text, :now::timestamptz)
         end,
         coalesce(i.day, day_of(i.recorded_at, :time_zone::text, :day_starts_at::integer)),
         i.recorded_at is not null, i.day is not null
    from unnest(:rows::integer[], :uids::uuid[], :moods::text[], :ratings::smallint[],
                :notes::text[], :tags::text[], :recorded_ats::timestamptz[], :days::date[])
           as i (row, uid, mood, rating, note, tags, recorded_at, day)
   cross join (select day_of(:now::timestamptz, :time_zone::text, :day_starts_at::integer)
                        as day) today
  returning row, day
)
select row from gathered where day < :first_day::date order by row
