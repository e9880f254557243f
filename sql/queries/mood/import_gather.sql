-- POST /mood/import: adds some entries of the file to imported_entries. If only one of
-- `recorded_at` and `day` is given, the other is worked out as in POST /mood, but `recorded_at`
-- never after :now. Returns the rows whose day is before :first_day.
with gathered as (
  insert into imported_entries (row, uid, recorded_at, day, says_recorded_at, says_day,
\ir parts/content_columns.sql
  )
  select i.number::integer, i.uid,
         case when i.recorded_at is not null then i.recorded_at
              when i.day = today.day then :now::timestamptz
              else least((i.day + time '12:00') at time zone :time_zone::text, :now::timestamptz)
         end,
         coalesce(i.day, day_of(i.recorded_at, :time_zone::text, :day_starts_at::integer)),
         i.recorded_at is not null, i.day is not null,
\ir parts/content_columns.sql
    from
\ir parts/new_entries.sql
         i
   cross join (select day_of(:now::timestamptz, :time_zone::text, :day_starts_at::integer)
                        as day) today
  returning row, day
)
select row from gathered where day < :first_day::date order by row
