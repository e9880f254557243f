#include "tasks/store.hpp"

#include <utility>

#include "accounts/rows.hpp"
#include "achievements/rows.hpp"
#include "sql/queries.hpp"
#include "storage/runs.hpp"

namespace daymark::tasks::store {
namespace {

TaskLimit take_limit(storage::Rows& rows) {
  const auto tasks = rows.take<int>();
  const auto reason = shared::parse_limit_reason(rows.take<std::string>());
  assert(reason);
  return {.tasks = tasks, .reason = *reason};
}

/// Reads the columns of a quota except its limit.
void take_use(storage::Rows& rows, Quota& quota) {
  quota.used = rows.take<int>();
  quota.resets_at = rows.take<Instant>();
}

/// Reads the columns of a task; nullopt if they are null.
std::optional<Task> take_task(storage::Rows& rows) {
  const auto id = rows.take<std::optional<TaskId>>();
  if (!id) {
    return std::nullopt;
  }
  Task task{.id = *id, .title = rows.take<std::string>()};
  task.note = rows.take<std::optional<std::string>>();
  task.done = rows.take<bool>();
  task.created_at = rows.take<Instant>();
  task.day = rows.take<CivilDay>();
  task.version = rows.take<int>();
  return task;
}

std::optional<StoredAnswer> take_stored_answer(storage::Rows& rows) {
  const auto is_same_request = rows.take<std::optional<bool>>();
  if (!is_same_request) {
    return std::nullopt;
  }
  StoredAnswer stored{.is_same_request = *is_same_request, .task = rows.take<TaskId>()};
  stored.created_at = rows.take<Instant>();
  stored.day = rows.take<CivilDay>();
  stored.quota.limit = take_limit(rows);
  take_use(rows, stored.quota);
  return stored;
}

std::vector<storage::Parameter> parameters_of(shared::AccountId account, const TaskChange& change) {
  std::vector<storage::Parameter> all{{"account", account},
                                      {"version", change.seen_version},
                                      {"task", change.task.id},
                                      {"day", change.task.day},
                                      {"done_step", change.done_step},
                                      {"deleted_step", change.deleted_step}};
  storage::RunArrays runs;
  runs.add("task", change.runs);
  achievements::append_parameters(change.awards, runs, all);
  runs.append_to(all);
  return all;
}

UserTaskLimit take_user_limit(storage::Rows& rows) {
  UserTaskLimit of_user{.username = rows.take<std::string>()};
  of_user.limit = take_limit(rows);
  return of_user;
}

}  // namespace

std::optional<QuotaState> find_quota_state(storage::Database& database,
                                           const Credentials& credentials,
                                           const std::optional<server::IdempotencyKey>& key,
                                           Instant now) {
  auto rows =
      database.read(sql::tasks::kCreateState,
                    {{"account", credentials.account},
                     {"token_hash", credentials.token_hash},
                     {"now", now},
                     {"idempotency_key", key ? std::optional{key->text} : std::nullopt},
                     {"request_hash", key ? std::optional{key->request_hash} : std::nullopt},
                     {"keys_created_after", now - server::kIdempotencyKeyLifetime}});
  return storage::only_row(rows, [&] {
    QuotaState found{.use = accounts::take_session_use(rows)};
    found.version = rows.take<std::int64_t>();
    found.quota.limit = take_limit(rows);
    found.day = rows.take<CivilDay>();
    take_use(rows, found.quota);
    found.run = storage::take_run(rows);
    found.stored_answer = take_stored_answer(rows);
    return found;
  });
}

std::optional<TaskId> create(storage::Database& database, shared::AccountId account,
                             const NewTask& new_task, const QuotaUse& decided,
                             const std::optional<server::IdempotencyKey>& key, Instant now) {
  const auto& quota = decided.quota;
  std::vector<storage::Parameter> all{
      {"account", account},
      {"version", decided.seen_version},
      {"title", new_task.title},
      {"note", new_task.note},
      {"day", decided.day},
      {"now", now},
      {"idempotency_key", key ? std::optional{key->text} : std::nullopt},
      {"request_hash", key ? std::optional{key->request_hash} : std::nullopt},
      {"limit", quota.limit.tasks},
      {"limit_reason", shared::name(quota.limit.reason)},
      {"used", quota.used},
      {"resets_at", quota.resets_at}};
  storage::RunArrays runs;
  runs.add("task", decided.runs);
  runs.append_to(all);
  return storage::only_value<TaskId>(database.write(sql::tasks::kCreate, all));
}

std::optional<FoundPage> find_page(storage::Database& database, const Credentials& credentials,
                                   const PageWanted& wanted, int limit, Instant now) {
  auto rows =
      database.read(sql::tasks::kListPage, {{"account", credentials.account},
                                            {"token_hash", credentials.token_hash},
                                            {"now", now},
                                            {"day", wanted.day},
                                            {"after_task", wanted.after ? wanted.after->value : 0},
                                            {"limit", limit}});
  std::optional<FoundPage> found;
  while (rows.next()) {
    FoundPage row{.use = accounts::take_session_use(rows)};
    row.quota.limit = take_limit(rows);
    row.day = rows.take<CivilDay>();
    take_use(rows, row.quota);
    row.newest_run = storage::take_run(rows);
    row.longest_streak = rows.take<int>();
    if (!found) {
      found = std::move(row);
    }
    if (auto task = take_task(rows)) {
      found->tasks.push_back(*std::move(task));
    }
  }
  return found;
}

std::optional<FoundTask> find_task(storage::Database& database, const Credentials& credentials,
                                   TaskId task, Instant now) {
  auto rows = database.read(sql::tasks::kFind, {{"account", credentials.account},
                                                {"token_hash", credentials.token_hash},
                                                {"task", task},
                                                {"now", now}});
  return storage::only_row(rows, [&] {
    FoundTask found{.use = accounts::take_session_use(rows)};
    found.task = take_task(rows);
    return found;
  });
}

std::optional<TaskState> find_task_state(storage::Database& database,
                                         const Credentials& credentials, TaskId task, Instant now) {
  auto rows = database.read(sql::tasks::kTaskState, {{"account", credentials.account},
                                                     {"token_hash", credentials.token_hash},
                                                     {"task", task},
                                                     {"now", now}});
  return storage::only_row(rows, [&] {
    TaskState found{.use = accounts::take_session_use(rows)};
    found.version = rows.take<std::int64_t>();
    found.runs = storage::take_runs(rows);
    if (auto of_account = take_task(rows)) {
      TaskState::Target target{.task = *std::move(of_account)};
      target.counts.used = rows.take<int>();
      target.counts.done = rows.take<int>();
      target.counts.deleted = rows.take<int>();
      found.target = std::move(target);
    }
    return found;
  });
}

bool change(storage::Database& database, shared::AccountId account, const TaskChange& change) {
  auto all = parameters_of(account, change);
  all.insert(all.end(), {{"title", change.task.title},
                         {"note", change.task.note},
                         {"done", change.task.done},
                         {"task_version", change.task.version}});
  return database
      .write(change.awards.awards.empty() ? sql::tasks::kChange : sql::tasks::kChangeAndAward, all)
      .next();
}

bool remove(storage::Database& database, shared::AccountId account, const TaskChange& change) {
  return database
      .write(change.awards.awards.empty() ? sql::tasks::kRemove : sql::tasks::kRemoveAndAward,
             parameters_of(account, change))
      .next();
}

std::optional<UserTaskLimit> find_limit(storage::Database& database,
                                        const std::string& username_key) {
  auto rows = database.read(sql::tasks::kFindLimit, {{"username_key", username_key}});
  return storage::only_row(rows, take_user_limit);
}

std::optional<UserTaskLimit> set_limit(storage::Database& database, const std::string& username_key,
                                       std::optional<int> limit, Instant now) {
  auto rows = database.write(sql::tasks::kSetLimit, {{"username_key", username_key},
                                                     {"limit", limit},
                                                     {"limit_default", shared::kTaskLimitDefault},
                                                     {"now", now}});
  return storage::only_row(rows, take_user_limit);
}

}  // namespace daymark::tasks::store
