-- Writes a task that was changed.
task as (
  update tasks k
     set title = :title, note = :note, done = :done::boolean,
         version = :task_version::integer
    from account
   where k.account_id = :account::bigint
     and k.task_id = :task::bigint
)
