-- The account's version and totals after a change of its awards. No row of `account` if it has
-- changed since it was read; every other part of the statement depends on that row.
account as (
  update accounts
     set version = version + 1,
         achievements = achievements + :achievements::integer,
         points = points + :points::bigint,
         points_slot = point_totals_slot(points + :points::bigint, account_id)
   where account_id = :account::bigint and version = :version::bigint
  returning account_id, points, points_slot
)
