-- What keeps people safe from losing, and from others: answers that a retried request gets again,
-- and sign-ins that failed.

-- What POST /mood answered to a request with an Idempotency-Key, beside what the request itself
-- said: so no note is kept twice. Written in the same statement as the entry.
create table mood_idempotency_keys (
  account_id bigint not null,
  idempotency_key text not null,
  -- SHA-256 of the request's body.
  request_hash bytea not null,
  created_at timestamptz not null,
  entry_id bigint not null,
  uid uuid not null,
  recorded_at timestamptz not null,
  day date not null,
  entry_streak integer not null,
  streak integer not null,
  longest_streak integer not null,
  logged_today boolean not null,
  streak_expires_at timestamptz,
  -- The accounts whose longest streak was shorter, and all others.
  shorter integer not null,
  others integer not null,
  constraint mood_idempotency_keys_pkey primary key (account_id, idempotency_key),
  constraint mood_idempotency_keys_account_id_fkey foreign key (account_id) references accounts
    on delete cascade,
  constraint mood_idempotency_keys_request_hash_check check (octet_length(request_hash) = 32)
);

-- The networks (/24, /64) that an account was signed in from. Who comes from one of them is not
-- held up by what strangers do.
create table sign_in_networks (
  account_id bigint not null,
  network cidr not null,
  last_signed_in_at timestamptz not null,
  constraint sign_in_networks_pkey primary key (account_id, network),
  constraint sign_in_networks_account_id_fkey foreign key (account_id) references accounts
    on delete cascade
);

-- An account finds its name: when it is deleted, and when its password is asked for again.
create index usernames_of_account on usernames (account_id);

-- Failed sign-ins, counted by the name that was tried, whether an account has it or not: so that
-- nobody can tell. Names are kept as the SHA-256 of their key, because people type passwords into
-- the wrong field.

-- Those of one network since the last one that did not fail.
create table failed_sign_ins (
  username_hash bytea not null,
  network cidr not null,
  failures integer not null,
  last_failed_at timestamptz not null,
  constraint failed_sign_ins_pkey primary key (username_hash, network),
  constraint failed_sign_ins_username_hash_check check (octet_length(username_hash) = 32)
);

-- Those of the last hour from all networks that never signed in to the account.
create table strangers_failed_sign_ins (
  username_hash bytea not null,
  failed_at timestamptz[] not null,
  constraint strangers_failed_sign_ins_pkey primary key (username_hash),
  constraint strangers_failed_sign_ins_username_hash_check check (octet_length(username_hash) = 32)
);

grant select, insert, update, delete
  on mood_idempotency_keys, sign_in_networks, failed_sign_ins, strangers_failed_sign_ins
  to daymark_worker;

-- An import gathers its rows in a temporary table. Nobody else needs one.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant temporary on database %I to daymark_worker', current_database());
end $$;
