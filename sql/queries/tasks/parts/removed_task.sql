-- Deletes a task.
task as (
  delete from tasks
   where account_id = :account::bigint
     and task_id = :task::bigint
     and exists (select from account)
)
