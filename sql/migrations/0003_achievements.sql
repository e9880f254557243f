-- Achievements: the catalogue with its texts by language, who holds what since when, and figures
-- about all accounts that are exact at once and cost the same however many accounts there are.

-- Award days make runs of their own, by the same rules as the days of mood entries.
alter type activity add value 'award';

-- What earns an achievement by itself: so many mood entries, or a longest streak of so many days.
create type milestone as enum ('entries', 'longest_streak');

-- Nothing is ever removed from it. That is why awards have no foreign key to it: each of them would
-- lock the row of its achievement.
create table achievements (
  achievement_id bigint generated always as identity,
  code text not null,
  points integer not null,
  created_at timestamptz not null,
  -- Both null: somebody awards it by hand.
  milestone milestone,
  threshold integer,
  constraint achievements_pkey primary key (achievement_id),
  constraint achievements_code_key unique (code),
  constraint achievements_code_check check (code ~ '^[a-z0-9-]{1,50}$'),
  constraint achievements_points_check check (points between 0 and 1000000),
  constraint achievements_milestone_check check ((milestone is null) = (threshold is null))
);

create table achievement_texts (
  achievement_id bigint not null,
  language language not null,
  name text not null,
  description text not null,
  constraint achievement_texts_pkey primary key (achievement_id, language),
  constraint achievement_texts_achievement_id_fkey foreign key (achievement_id)
    references achievements
);

create table awards (
  account_id bigint not null,
  achievement_id bigint not null,
  awarded_at timestamptz not null,
  -- The holder's day of that instant; a later change of zone or day start does not move it.
  day date not null,
  constraint awards_pkey primary key (account_id, achievement_id),
  constraint awards_account_id_fkey foreign key (account_id) references accounts on delete cascade
);
create index awards_newest_first on awards (account_id, awarded_at desc, achievement_id desc);

-- The longest run of award days, of equal ones the latest, of each account where it has seven days
-- or more.
create table seven_day_award_runs (
  account_id bigint not null,
  first_day date not null,
  last_day date not null,
  constraint seven_day_award_runs_pkey primary key (account_id),
  constraint seven_day_award_runs_account_id_fkey foreign key (account_id) references accounts
    on delete cascade,
  constraint seven_day_award_runs_days_check check (last_day - first_day >= 6)
) with (fillfactor = 70);

-- How many accounts hold an achievement, spread over four slots (by account), because a row lock
-- lasts until the commit is flushed.
create table achievement_holders (
  achievement_id bigint not null,
  slot smallint not null,
  accounts integer not null,
  constraint achievement_holders_pkey primary key (achievement_id, slot)
) with (fillfactor = 25);

-- How many accounts have a total of points. The first accounts that come to a total are counted in
-- slot 0, and those that find many there in four more slots (by account); each account knows its
-- own. So a total that is busy has no busy row.
--
-- Two accounts with the same total make the least difference 0. Wherever there are two, one of the
-- total's rows is crowded: either slot 0 has both, or another slot has one. The reverse is not
-- quite true (of a total that many had, one account may be left), so whoever reads adds up the few
-- rows of the first totals that are crowded.
create table point_totals (
  points bigint not null,
  slot smallint not null,
  accounts integer not null,
  is_crowded boolean not null generated always as (accounts >= 2 or (slot > 0 and accounts > 0))
    stored,
  constraint point_totals_pkey primary key (points, slot)
) with (fillfactor = 25);
-- The flag flips seldom, so that counting stays a heap-only update.
create index point_totals_crowded on point_totals (points) where is_crowded;

-- The slot in which an account is counted that comes to a total now.
create function point_totals_slot(total bigint, account bigint) returns smallint
language sql stable parallel safe as $$
  select case when exists (select
                             from point_totals t
                            where t.points = total and t.slot = 0 and t.accounts >= 16)
              then 1 + account % 4
              else 0
         end::smallint
$$;

alter table accounts
  add column mood_entries integer not null default 0,
  add column achievements integer not null default 0,
  add column points bigint not null default 0,
  -- Where this account is counted in point_totals.
  add column points_slot smallint not null default 0,
  add constraint accounts_mood_entries_check check (mood_entries >= 0),
  add constraint accounts_achievements_check check (achievements >= 0),
  add constraint accounts_points_check check (points >= 0);
update accounts a
   set mood_entries = e.entries
  from (select account_id, count(*) as entries from entries group by account_id) e
 where e.account_id = a.account_id;
insert into point_totals (points, slot, accounts)
select 0, 0, count(*) from accounts having count(*) > 0;

-- Of equal ones the lowest account id comes first. Neither column changes with an entry, so these
-- cost a usual one nothing.
create index accounts_most_achievements on accounts (achievements desc, account_id);
create index accounts_most_points on accounts (points desc, account_id);

-- What a request with an Idempotency-Key was awarded, and in which language it was told.
alter table mood_idempotency_keys
  add column awarded bigint[],
  add column awarded_language language;

grant select, insert on achievements, achievement_texts to daymark_worker;
grant select, insert, update, delete
  on awards, seven_day_award_runs, achievement_holders, point_totals to daymark_worker;
