-- New settings; null leaves one as it is. Raises the version, because a decision about runs that
-- another request is making has read the old settings.
   set language = coalesce(:language::language, a.language),
       time_zone = coalesce(:time_zone, a.time_zone),
       day_starts_at = coalesce(:day_starts_at::smallint, a.day_starts_at),
       version = a.version + 1
