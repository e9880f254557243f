-- The zones an account may choose are those the server knows by name. New ones come with updates of
-- its zone files; none is ever removed, as accounts may have it.
insert into time_zones (name)
select name
  from pg_timezone_names
 where name !~ '^(posix|right)/'
   and name not in ('Factory', 'localtime', 'posixrules')
on conflict do nothing;
