-- The role of the workers: it may log in and work with data (what it may touch, the migrations
-- grant), and it owns nothing. Writes the statements that are still missing, one a row; run them
-- with \gexec:
--
--   psql --no-align --tuples-only --file sql/roles.sql    shows them
--   sql/migrate                                           runs them
--
-- Writing only what is missing lets a role without CREATEROLE migrate once the rest has been done.

select 'create role daymark_worker login'
 where not exists (select from pg_roles where rolname = 'daymark_worker')
union all
select format('alter role daymark_worker set %I = %L', name, value)
  from (values
         -- Statements are prepared once per session and planned once.
         ('plan_cache_mode', 'force_generic_plan'),
         ('jit', 'off'),
         ('timezone', 'UTC'),
         -- A request waits for nothing longer than this; the longest statements are far shorter.
         ('statement_timeout', '5s'),
         ('lock_timeout', '2s'),
         ('idle_in_transaction_session_timeout', '10s')
       ) as wanted (name, value)
 where not exists (
         select
           from pg_roles as role
           join pg_db_role_setting as setting
             on setting.setrole = role.oid and setting.setdatabase = 0
          where role.rolname = 'daymark_worker'
            and lower(setting.setconfig::text)::text[] @> array[lower(name || '=' || value)]
       )
