-- All milestones: the achievements that award themselves at a number.
select achievement_id, milestone, threshold
  from achievements
 where milestone is not null
 order by achievement_id
