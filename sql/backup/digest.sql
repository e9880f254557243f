-- One row for each table: its name, its number of rows, and the sum of its rows' hashes, which does
-- not depend on their order. Two databases with equal answers have equal rows.
set timezone = 'UTC';
set datestyle = 'ISO';
set intervalstyle = 'postgres';
set extra_float_digits = 3;
set bytea_output = 'hex';
select format('select %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)
                 from %I.%I t',
              c.relname, n.nspname, c.relname)
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = 'public'
   and c.relkind in ('r', 'p')
   and not exists (select
                     from pg_depend d
                    where d.classid = 'pg_class'::regclass
                      and d.objid = c.oid
                      and d.deptype = 'e')
 order by c.relname collate "C"
\gexec
