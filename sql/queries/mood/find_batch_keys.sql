-- Which of several requests have an idempotency key that was used before.
select b.request
  from unnest(:accounts::bigint[], :idempotency_keys::text[], :keys_kept_sinces::timestamptz[])
       with ordinality as b (account_id, idempotency_key, keys_kept_since, request)
  join mood_idempotency_keys k on k.account_id = b.account_id
                              and k.idempotency_key = b.idempotency_key
                              and k.created_at > b.keys_kept_since
