-- Achievements with their texts in one language.
select c.achievement_id, c.code, c.points, t.name, t.description
  from achievements c
  join achievement_texts t
    on t.achievement_id = c.achievement_id
   and t.language = :language::language
 where c.achievement_id = any (:achievements::bigint[])
 order by c.achievement_id
