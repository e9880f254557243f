-- Who shares a network with somebody who guesses passwords is not held up for it: a browser that
-- has signed in, and a session that is alive, are counted by themselves.

-- The browsers that have signed in to an account. Each has a token in a cookie of its own, which
-- opens nothing.
create table devices (
  account_id bigint not null,
  -- SHA-256 of the token's text. The token itself is kept nowhere.
  token_hash bytea not null,
  last_signed_in_at timestamptz not null,
  constraint devices_pkey primary key (account_id, token_hash),
  constraint devices_account_id_fkey foreign key (account_id) references accounts
    on delete cascade,
  constraint devices_token_hash_check check (octet_length(token_hash) = 32)
);

-- What failures are counted by: a network (`203.0.113.0/24`), or `token ` and the hash, in hex, of
-- the token of a device or a session.
alter table failed_sign_ins rename column network to source;
alter table failed_sign_ins alter column source type text;

grant select, insert, update, delete on devices to daymark_worker;
