-- The password was right: takes back what reserve_attempt.sql counted, for its source alone, and
-- remembers the network. Only if `credential` has a row. Two attempts in one microsecond are twice
-- in failed_at: only one of them is removed. Locks strangers first, as reserve_attempt.sql does.
strangers as (
  update strangers_failed_sign_ins s
     set failed_at = array(select t
                             from unnest(s.failed_at) with ordinality as attempts (t, place)
                            where place <> array_position(s.failed_at, :counted_at::timestamptz)
                            order by place)
   where s.username_hash = sha256(convert_to(:username_key, 'UTF8'))
     and array_position(s.failed_at, :counted_at::timestamptz) is not null
     and exists (select from credential)
  returning s.username_hash
), source_failures as (
  delete from failed_sign_ins
   where username_hash = sha256(convert_to(:username_key, 'UTF8'))
     and source = :source
     and exists (select from credential)
     and (select count(*) from strangers) >= 0
), known_network as (
  insert into sign_in_networks as n (account_id, network, last_signed_in_at)
  select account_id, :network::cidr, :now::timestamptz
    from credential
  on conflict (account_id, network) do update
     set last_signed_in_at = greatest(n.last_signed_in_at, excluded.last_signed_in_at)
)
