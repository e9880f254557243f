-- The day of an instant, by a time zone and the hour when days start.
select day_of(:instant::timestamptz, :time_zone::text, :day_starts_at::integer)
