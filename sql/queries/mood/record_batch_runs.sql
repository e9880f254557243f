-- The runs that the entries of a batch begin or make longer.
insert into runs (account_id, activity, first_day, last_day)
select b.account_id, 'mood', b.first_day, b.last_day
  from unnest(:accounts::bigint[], :first_days::date[], :last_days::date[])
       as b (account_id, first_day, last_day)
  join accounts a on a.account_id = b.account_id and a.xmin = pg_current_xact_id()::xid
on conflict (account_id, activity, first_day) do update set last_day = excluded.last_day
