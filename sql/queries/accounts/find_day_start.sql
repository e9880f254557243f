-- When a day starts, for accounts of a time zone whose days start at an hour.
select day_start(:day::date, :time_zone::text, :day_starts_at::integer)
