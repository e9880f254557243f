-- The first instant whose day is :day or later, by a time zone and the hour when days start.
select day_start(:day::date, :time_zone::text, :day_starts_at::integer)
