-- GET /statistics, over all accounts. Always one row; nulls if there are too few accounts.
--
-- Each part is read from an end of an index, or from the lowest total of points that two accounts
-- share. Only if all totals differ, all accounts are read, in the order of points.
select most_achievements.username, most_achievements.achievements,
       highest.username, highest.points,
       lowest.username, coalesce(highest_other.username, second_lowest.username),
       highest.points - lowest.points,
       coalesce(first_twin.username, closest.lower),
       coalesce(second_twin.username, closest.higher),
       coalesce(closest.difference, 0)
  from (select) as one
  left join lateral (select username, achievements
                       from accounts
                      order by achievements desc, account_id
                      limit 1) most_achievements on true
  left join lateral (select account_id, username, points
                       from accounts
                      order by points desc, account_id
                      limit 1) highest on true
  left join lateral (select account_id, username, points
                       from accounts
                      where points = (select min(points) from accounts)
                      order by account_id
                      limit 1) lowest on true
  left join lateral (select highest.username
                      where highest.account_id <> lowest.account_id) highest_other on true
  left join lateral (select username
                       from accounts
                      where points = lowest.points
                        and account_id > lowest.account_id
                      order by account_id
                      limit 1) second_lowest on true
  left join lateral (select p.points
                       from point_totals p
                      where p.is_crowded
                        and (select sum(t.accounts)
                               from point_totals t
                              where t.points = p.points) >= 2
                      order by p.points
                      limit 1) twins on true
  left join lateral (select account_id, username
                       from accounts
                      where points = twins.points
                      order by account_id
                      limit 1) first_twin on true
  left join lateral (select username
                       from accounts
                      where points = twins.points
                        and account_id > first_twin.account_id
                      order by account_id
                      limit 1) second_twin on true
  left join lateral (select l.username as lower, h.username as higher, d.difference
                       from (select g.account_id, g.lower_id,
                                    g.points - g.lower_points as difference
                               from (select account_id, points,
                                            lead(account_id) over down as lower_id,
                                            lead(points) over down as lower_points
                                       from accounts
                                      where twins.points is null
                                     window down as (order by points desc, account_id)) g
                              where g.lower_id is not null
                              order by difference, g.points
                              limit 1) d
                       join accounts l on l.account_id = d.lower_id
                       join accounts h on h.account_id = d.account_id) closest on true
