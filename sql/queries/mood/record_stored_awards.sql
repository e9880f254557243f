-- What a request with this idempotency key was awarded. No row: nothing.
select k.awarded, k.awarded_language, k.created_at
  from mood_idempotency_keys k
 where k.account_id = :account::bigint
   and k.idempotency_key = :idempotency_key
   and k.awarded is not null
