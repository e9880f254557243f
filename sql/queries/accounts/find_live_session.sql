-- The index, from 0, of the first one of several sessions that is alive. No row if none is.
select c.place - 1
  from unnest(:accounts::bigint[], :token_hashes::bytea[])
       with ordinality as c (account_id, token_hash, place)
  join sessions s on s.account_id = c.account_id
                 and s.token_hash = c.token_hash
                 and s.ends_at > :now::timestamptz
 order by c.place
 limit 1
