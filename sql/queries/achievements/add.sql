-- A new achievement with its texts. No row, and nothing written, if the code is taken.
with achievement as (
  insert into achievements (code, points, created_at)
  values (:code, :points::integer, :now::timestamptz)
  on conflict (code) do nothing
  returning achievement_id
), texts as (
  insert into achievement_texts (achievement_id, language, name, description)
  select a.achievement_id, t.language, t.name, t.description
    from achievement a
   cross join unnest(:languages::language[], :names::text[], :descriptions::text[])
           as t (language, name, description)
)
select achievement_id from achievement
