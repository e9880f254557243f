-- GET /achievements: the catalogue in one language, in the order in which achievements were added.
select c.achievement_id, c.code, c.points, t.name, t.description,
       coalesce((select sum(h.accounts)
                   from achievement_holders h
                  where h.achievement_id = c.achievement_id), 0) as holders
  from achievements c
  join achievement_texts t
    on t.achievement_id = c.achievement_id
   and t.language = :language::language
 where c.achievement_id > :after_achievement::bigint
 order by c.achievement_id
 limit :limit::integer
