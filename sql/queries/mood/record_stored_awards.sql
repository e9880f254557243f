-- The awards of the stored answer for an idempotency key. No row if nothing was awarded.
select k.awarded, k.awarded_language, k.created_at
  from mood_idempotency_keys k
 where k.account_id = :account::bigint
   and k.idempotency_key = :idempotency_key
   and k.awarded is not null
