-- The achievements that are earned by getting somewhere.
select achievement_id, milestone, threshold
  from achievements
 where milestone is not null
 order by achievement_id
