-- Before a password is compared: counts the attempt as failed, unless it is held up, and returns
-- the hash to compare with. take_back_attempt.sql takes it back if the password is right. So limits
-- are exact for attempts at once, and a name that nobody has takes the same work.
--
-- Attempts at one name go one after the other, by a lock on the name's row in
-- strangers_failed_sign_ins; a missing row is made. If the attempt is neither reserved nor held up,
-- the row was made now or changed just before it was locked: call again.
--
-- It is counted by the first of the tokens (of devices and sessions) that is the account's, and
-- otherwise by the network: so others of the network hold up neither.
--
-- `waits_s` has the seconds to wait after 1, 2, … failures of a source; the last one is also for
-- more. A wait of 0 holds up nobody, not even a request whose `now` is before `last_failed_at`.
with account as (
  select c.account_id, c.password_hash,
         exists (select
                   from sign_in_networks n
                  where n.account_id = c.account_id and n.network = :network::cidr) as is_known
    from usernames u
    join credentials c on c.account_id = u.account_id
   where u.username_key = :username_key
), own as materialized (
  -- Looked up whoever has the name, and if nobody has it: so it takes as long.
  select c.account_id, c.token_hash, c.place
    from unnest(:own_accounts::bigint[], :own_token_hashes::bytea[])
         with ordinality as c (account_id, token_hash, place)
   where exists (select
                   from devices d
                  where d.account_id = c.account_id and d.token_hash = c.token_hash)
      or exists (select
                   from sessions s
                  where s.account_id = c.account_id
                    and s.token_hash = c.token_hash
                    and s.ends_at > :now::timestamptz)
), source as (
  select 'token ' || encode(o.token_hash, 'hex') as name, true as is_own, o.place
    from own o
   -- A join would skip `own` where there is no account.
   where o.account_id = (select account_id from account)
   union all
  select :network::cidr::text, false, null
   order by place nulls last
   limit 1
), locked as (
  select s.username_hash, s.failed_at
    from strangers_failed_sign_ins s
   where s.username_hash = sha256(convert_to(:username_key, 'UTF8'))
     for update
), made as (
  insert into strangers_failed_sign_ins (username_hash, failed_at)
  select sha256(convert_to(:username_key, 'UTF8')), '{}'
   where not exists (select from locked)
  on conflict do nothing
), strangers as (
  select l.username_hash, o.name as source,
         not (o.is_own or coalesce((select is_known from account), false)) as is_counted,
         array(select t
                 from unnest(l.failed_at) t
                where t > :now::timestamptz - make_interval(secs => :strangers_window_s::integer)
                order by t) as failed_at
    from locked l
   cross join source o
), attempt as (
  insert into failed_sign_ins as f (username_hash, source, failures, last_failed_at)
  select s.username_hash, s.source, 1, :now::timestamptz
    from strangers s
   where not s.is_counted or cardinality(s.failed_at) < :strangers_max::integer
  on conflict (username_hash, source) do update
     set failures = case
                      when f.last_failed_at
                           <= :now::timestamptz - make_interval(secs => :lifetime_s::integer)
                      then 1
                      else f.failures + 1
                    end,
         last_failed_at = greatest(f.last_failed_at, excluded.last_failed_at)
   where (:waits_s::integer[])[least(f.failures, cardinality(:waits_s::integer[]))] = 0
      or f.last_failed_at
         + make_interval(secs => (:waits_s::integer[])[least(f.failures,
                                                            cardinality(:waits_s::integer[]))])
         <= :now::timestamptz
  returning f.username_hash
), counted as (
  -- Also for who is known, who is not counted: so it takes as long.
  update strangers_failed_sign_ins s
     set failed_at = case when r.is_counted then r.failed_at || :now::timestamptz
                          else r.failed_at
                     end
    from strangers r
    join attempt on attempt.username_hash = r.username_hash
   where s.username_hash = r.username_hash
)
select exists (select from attempt) as is_reserved,
       greatest(
         (select f.last_failed_at
                 + make_interval(secs => (:waits_s::integer[])[least(f.failures,
                                                            cardinality(:waits_s::integer[]))])
            from failed_sign_ins f
           where f.username_hash = sha256(convert_to(:username_key, 'UTF8'))
             and f.source = o.name
             and (:waits_s::integer[])[least(f.failures, cardinality(:waits_s::integer[]))] > 0
             and f.last_failed_at
                 + make_interval(secs => (:waits_s::integer[])[least(f.failures,
                                                            cardinality(:waits_s::integer[]))])
                 > :now::timestamptz),
         (select s.failed_at[1] + make_interval(secs => :strangers_window_s::integer)
            from strangers s
           where s.is_counted and cardinality(s.failed_at) >= :strangers_max::integer)
       ) as held_up_until,
       coalesce((select is_counted from strangers), true) as is_counted,
       o.name as source, a.account_id, a.password_hash
  from source o
  left join account a on true
