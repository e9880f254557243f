-- Dumps the database into a file, and writes the digest of the same moment into another one. From
-- the environment: DAYMARK_DUMP, DAYMARK_DIGEST (paths). The digest ends with a line `whole` if
-- pg_dump went well.
\set ON_ERROR_STOP on
\getenv digest DAYMARK_DIGEST
begin isolation level repeatable read read only;
select pg_export_snapshot() as snapshot \gset
\setenv DAYMARK_SNAPSHOT :snapshot
\set status `pg_dump -w -Fc --snapshot="$DAYMARK_SNAPSHOT" --file="$DAYMARK_DUMP" && echo whole`
\o :digest
\ir digest.sql
\qecho :status
