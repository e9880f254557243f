-- Daily tasks, the limit that each account has of them, and work that is done in the background.

-- Days on which all tasks are done make runs of their own, by the same rules as the days of mood
-- entries.
alter type activity add value 'task';
alter type milestone add value 'longest_task_streak';

create type limit_reason as enum ('default', 'raised', 'lowered', 'pinned');

-- A default that needs no rewriting of the table.
alter table accounts
  add column daily_task_limit smallint not null default 5,
  add column limit_reason limit_reason not null default 'default',
  add constraint accounts_daily_task_limit_check check (daily_task_limit between 0 and 1000);

create table tasks (
  account_id bigint not null,
  task_id bigint generated always as identity,
  title text not null,
  note text,
  done boolean not null default false,
  created_at timestamptz not null,
  -- That of the quota it was taken from.
  day date not null,
  constraint tasks_pkey primary key (account_id, task_id),
  constraint tasks_account_id_fkey foreign key (account_id) references accounts on delete cascade
  -- Neither `done` nor the texts are in an index, so that finishing a task is a heap-only update.
) with (fillfactor = 80);
create index tasks_of_day on tasks (account_id, day, task_id);

-- What an account has taken of its tasks on a day. A quota opens with its first task and lasts
-- until the later of the end it was opened with and the end of its day in the account's present
-- settings; only then the next one can open, for a later day. So there is never a second one for a
-- day, wherever somebody travels, and none has to be reset.
create table task_quotas (
  account_id bigint not null,
  day date not null,
  -- The end it was opened with.
  ends_at timestamptz not null,
  -- Tasks taken from it, and what has become of them. The rest is to be done.
  used integer not null,
  done integer not null default 0,
  deleted integer not null default 0,
  constraint task_quotas_pkey primary key (account_id, day),
  constraint task_quotas_account_id_fkey foreign key (account_id) references accounts
    on delete cascade,
  constraint task_quotas_counts_check
    check (used > 0 and done >= 0 and deleted >= 0 and done + deleted <= used)
) with (fillfactor = 70);

-- What POST /task answered to a request with an Idempotency-Key, beside what the request itself
-- said. Written in the same statement as the task.
create table task_idempotency_keys (
  account_id bigint not null,
  idempotency_key text not null,
  -- SHA-256 of the request's body.
  request_hash bytea not null,
  created_at timestamptz not null,
  task_id bigint not null,
  day date not null,
  daily_task_limit smallint not null,
  limit_reason limit_reason not null,
  used integer not null,
  resets_at timestamptz not null,
  constraint task_idempotency_keys_pkey primary key (account_id, idempotency_key),
  constraint task_idempotency_keys_account_id_fkey foreign key (account_id) references accounts
    on delete cascade,
  constraint task_idempotency_keys_request_hash_check check (octet_length(request_hash) = 32)
);

-- Each change of a limit, by an administrator or by the background job, with the account's day.
create table task_limit_changes (
  account_id bigint not null,
  change_id bigint generated always as identity,
  day date not null,
  changed_at timestamptz not null,
  old_limit smallint not null,
  new_limit smallint not null,
  -- Of the new limit.
  reason limit_reason not null,
  constraint task_limit_changes_pkey primary key (account_id, change_id),
  constraint task_limit_changes_account_id_fkey foreign key (account_id) references accounts
    on delete cascade
);

create type job_kind as enum (
  'adjust_task_limit', 'purge_sessions', 'purge_idempotency_keys', 'purge_failed_sign_ins',
  'purge_point_totals', 'compare_counts'
);

-- Work that is due at some time, for one account or for the whole service. Whoever takes it has it
-- until the lease ends: if the taker dies, somebody else takes it then. All that it changes hangs
-- on the lease, in one statement or transaction, so each effect happens once.
create table jobs (
  -- Null: the whole service.
  account_id bigint,
  kind job_kind not null,
  due_at timestamptz not null,
  -- The account's day that an `adjust_task_limit` was last done for.
  done_day date,
  -- Both null where nobody has it.
  lease uuid,
  leased_until timestamptz,
  -- In a row.
  failures smallint not null default 0,
  last_failure text,
  -- When it had failed so often that nobody tries it any more.
  parked_at timestamptz,
  constraint jobs_key unique nulls not distinct (account_id, kind),
  constraint jobs_account_id_fkey foreign key (account_id) references accounts on delete cascade,
  constraint jobs_account_id_check check ((account_id is null) = (kind <> 'adjust_task_limit')),
  constraint jobs_done_day_check check ((done_day is null) = (account_id is null)),
  constraint jobs_lease_check check ((lease is null) = (leased_until is null))
) with (fillfactor = 70);
create index jobs_due on jobs (due_at) where parked_at is null;
create index jobs_parked on jobs (account_id, kind) where parked_at is not null;

insert into jobs (kind, due_at)
values ('purge_sessions', now()), ('purge_idempotency_keys', now()),
       ('purge_failed_sign_ins', now()), ('purge_point_totals', now()), ('compare_counts', now());

grant select, insert, update, delete
  on tasks, task_quotas, task_idempotency_keys, task_limit_changes, jobs to daymark_worker;
