-- Which of several requests have an idempotency key that was used before.
select b.request
  from unnest(:accounts::bigint[], :idempotency_keys::text[], :keys_created_afters::timestamptz[])
       with ordinality as b (account_id, idempotency_key, keys_created_after, request)
  join mood_idempotency_keys k on k.account_id = b.account_id
                              and k.idempotency_key = b.idempotency_key
                              and k.created_at > b.keys_created_after
