-- Like account.sql, for a change that reaches milestones.
account as (
  update accounts
     set version = version + 1,
         longest_mood_streak = :longest::integer,
         newest_mood_first_day = :newest_first_day::date,
         newest_mood_last_day = :newest_last_day::date,
         mood_entries = mood_entries + :entries::integer,
         mood_bytes = mood_bytes + :bytes::bigint,
         achievements = achievements + :achievements::integer,
         points = points + :points::bigint,
         points_slot = point_totals_slot(points + :points::bigint, account_id)
   where account_id = :account::bigint and version = :version::bigint
  returning account_id, points, points_slot
)
