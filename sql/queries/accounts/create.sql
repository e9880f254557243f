-- A new account with its name, password, first session and device, counted in the histogram and in
-- the totals of points. No row, and nothing written, if the name is taken.
with name as (
  insert into usernames (username_key, account_id)
  values (:username_key, :account::bigint)
  on conflict do nothing
  returning account_id
), account as (
  insert into accounts (account_id, username, language, time_zone, day_starts_at, created_at,
                        points_slot)
  select account_id, :username, :language::language, :time_zone, :day_starts_at::smallint,
         :now::timestamptz, point_totals_slot(0, account_id)
    from name
  returning account_id, points, points_slot
), credential as (
  insert into credentials (account_id, password_hash)
  select account_id, :password_hash
    from account
), session as (
  insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, user_agent)
  select account_id, :token_hash::bytea, :kind::session_kind, :now::timestamptz, :now::timestamptz,
         :ends_at::timestamptz, :user_agent
    from account
), network as (
  insert into sign_in_networks (account_id, network, last_signed_in_at)
  select account_id, :network::cidr, :now::timestamptz
    from account
), device as (
  insert into devices (account_id, token_hash, last_signed_in_at)
  select account_id, :device_hash::bytea, :now::timestamptz
    from account
   where :device_hash::bytea is not null
), \ir ../mood/parts/histogram.sql
, totals as (
  insert into point_totals as t (points, slot, accounts)
  select points, points_slot, 1
    from account
  on conflict (points, slot) do update set accounts = t.accounts + excluded.accounts
)
select account_id from account
