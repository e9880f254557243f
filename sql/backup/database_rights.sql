-- The rights on the database itself, which no dump of it has; as migration 0002 gives them.
select format('revoke temporary on database %I from public', current_database()),
       format('grant temporary on database %I to daymark_worker', current_database())
\gexec
