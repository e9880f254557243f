-- The day that an instant belongs to, for an account in `zone` whose days start at `starts_at`
-- o'clock: what `day_start` is the other way round of. A function, so that all statements have one
-- answer to it.
--
-- PostgreSQL puts its expression in the place of each call, which therefore costs nothing: all in
-- it is immutable, and each argument is in it once.
create function day_of(instant timestamptz, zone text, starts_at integer) returns date
language sql immutable parallel safe as $$
  select ((instant at time zone zone) - make_interval(hours => starts_at))::date
$$;
