-- The account's version and totals after a change of its awards. Every part of the statement that
-- includes this hangs on `account`: there is a row only while the account is at the version that
-- the decision was based on.
account as (
  update accounts
     set version = version + 1,
         achievements = achievements + :achievements::integer,
         points = points + :points::bigint,
         points_slot = point_totals_slot(points + :points::bigint, account_id)
   where account_id = :account::bigint and version = :version::bigint
  returning account_id, points, points_slot
)
