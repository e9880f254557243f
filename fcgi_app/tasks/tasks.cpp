#include "tasks/tasks.hpp"

#include <tuple>
#include <utility>

#include "accounts/accounts.hpp"
#include "shared/streak.hpp"
#include "storage/retry.hpp"
#include "tasks/store.hpp"

namespace daymark::tasks {
namespace {

/// The answer to a retry, from the request and the stored answer.
Created recall(const NewTask& new_task, const store::StoredAnswer& stored) {
  return {.task = {.id = stored.task,
                   .title = new_task.title,
                   .note = new_task.note,
                   .created_at = stored.created_at,
                   .day = stored.day},
          .quota = stored.quota,
          .is_replayed = true};
}

/// Takes one more task, which is not done yet, from the quota.
store::QuotaUse decide(const store::QuotaState& seen) {
  store::QuotaUse decided{.seen_version = seen.version, .day = seen.day, .quota = seen.quota};
  ++decided.quota.used;
  if (seen.run) {
    decided.runs = shared::remove_day(seen.day, *seen.run);
  }
  return decided;
}

/// The runs of the streak after `day` counts for it, or no longer does.
std::vector<shared::Run> with_day(const std::vector<shared::Run>& runs, CivilDay day, bool counts) {
  const auto around = shared::neighbours(runs, day);
  if (counts) {
    return shared::apply(runs, shared::add_day(day, around));
  }
  const bool counted = around.before && around.before->contains(day);
  return counted ? shared::apply(runs, shared::remove_day(day, *around.before)) : runs;
}

/// Completes a change of a task by what it changes in the streak and what that earns. nullopt if
/// the account has changed since it was read.
std::optional<store::TaskChange> complete(storage::Database& database,
                                          achievements::Milestones& milestones,
                                          shared::AccountId account, const store::TaskState& seen,
                                          store::TaskChange change, Instant now) {
  auto counts = seen.target->counts;
  counts.done += change.done_step;
  counts.deleted += change.deleted_step;
  const auto runs = with_day(seen.runs, change.task.day, counts.is_complete());
  change.seen_version = seen.version;
  change.runs = shared::difference(seen.runs, runs);
  const auto reached =
      milestones.reached(database, {.longest_task_streak = shared::longest_streak(seen.runs)},
                         {.longest_task_streak = shared::longest_streak(runs)});
  if (!reached.empty()) {
    auto awards = achievements::decide_awards(database, account, seen.version, reached, now);
    if (!awards) {
      return std::nullopt;
    }
    change.awards = *std::move(awards);
  }
  return change;
}

/// The change that the patch makes.
store::TaskChange patched(const Task& task, const TaskPatch& patch) {
  store::TaskChange change{.task = task};
  auto& [id, title, note, done, created_at, day, version] = change.task;
  title = patch.title.value_or(title);
  note = patch.note.value_or(note);
  done = patch.done.value_or(done);
  const bool is_new = std::tie(title, note, done) != std::tie(task.title, task.note, task.done);
  version += is_new ? 1 : 0;
  change.done_step = static_cast<int>(done) - static_cast<int>(task.done);
  return change;
}

}  // namespace

CreateOutcome create(storage::Database& database, const Credentials& credentials,
                     const NewTask& new_task, const std::optional<server::IdempotencyKey>& key,
                     Instant now) {
  return storage::retry_while_overtaken([&]() -> std::optional<CreateOutcome> {
    const auto seen = store::find_quota_state(database, credentials, key, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::extend_session(database, credentials, seen->use, now);
    if (seen->stored_answer) {
      if (!seen->stored_answer->is_same_request) {
        return KeyReused{};
      }
      return recall(new_task, *seen->stored_answer);
    }
    if (seen->quota.remaining() == 0) {
      return OverLimit{.quota = seen->quota};
    }
    const auto decided = decide(*seen);
    const auto id = store::create(database, credentials.account, new_task, decided, key, now);
    if (!id) {
      return std::nullopt;
    }
    return Created{.task = {.id = *id,
                            .title = new_task.title,
                            .note = new_task.note,
                            .created_at = now,
                            .day = decided.day},
                   .quota = decided.quota};
  });
}

std::variant<TaskPage, NotSignedIn> list(storage::Database& database,
                                         const Credentials& credentials, const PageWanted& wanted,
                                         Instant now) {
  auto found =
      store::find_page(database, credentials, wanted, server::items_to_find(wanted.limit), now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::extend_session(database, credentials, found->use, now);
  return TaskPage{.tasks = server::make_page(std::move(found->tasks), wanted.limit),
                  .quota = found->quota,
                  .streak = shared::current_streak(found->newest_run, found->day),
                  .longest_streak = found->longest_streak};
}

std::variant<Task, NotSignedIn, NoSuchTask> find(storage::Database& database,
                                                 const Credentials& credentials, TaskId task,
                                                 Instant now) {
  auto found = store::find_task(database, credentials, task, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::extend_session(database, credentials, found->use, now);
  if (!found->task) {
    return NoSuchTask{};
  }
  return *std::move(found->task);
}

ChangeOutcome change(storage::Database& database, achievements::Milestones& milestones,
                     const Credentials& credentials, TaskId task, const TaskPatch& patch,
                     const IsWantedVersion& is_wanted, Instant now) {
  return storage::retry_while_overtaken([&]() -> std::optional<ChangeOutcome> {
    const auto seen = store::find_task_state(database, credentials, task, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::extend_session(database, credentials, seen->use, now);
    if (!seen->target) {
      return NoSuchTask{};
    }
    if (auto faults = patch.find_faults ? patch.find_faults(seen->target->task) : server::Faults{};
        !faults.empty()) {
      return faults;
    }
    if (!is_wanted(seen->target->task.version)) {
      return VersionMismatch{};
    }
    auto decided = complete(database, milestones, credentials.account, *seen,
                            patched(seen->target->task, patch), now);
    if (!decided || !store::change(database, credentials.account, *decided)) {
      return std::nullopt;
    }
    return Changed{.task = std::move(decided->task),
                   .awarded = std::move(decided->awards.awards),
                   .language = decided->awards.language};
  });
}

RemoveOutcome remove(storage::Database& database, achievements::Milestones& milestones,
                     const Credentials& credentials, TaskId task, const IsWantedVersion& is_wanted,
                     Instant now) {
  return storage::retry_while_overtaken([&]() -> std::optional<RemoveOutcome> {
    const auto seen = store::find_task_state(database, credentials, task, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::extend_session(database, credentials, seen->use, now);
    if (!seen->target) {
      return NoSuchTask{};
    }
    if (!is_wanted(seen->target->task.version)) {
      return VersionMismatch{};
    }
    const auto decided = complete(database, milestones, credentials.account, *seen,
                                  {.task = seen->target->task,
                                   .done_step = seen->target->task.done ? -1 : 0,
                                   .deleted_step = 1},
                                  now);
    if (!decided || !store::remove(database, credentials.account, *decided)) {
      return std::nullopt;
    }
    return Removed{};
  });
}

std::variant<UserTaskLimit, NoSuchUser> find_limit(storage::Database& database,
                                                   const std::string& username_key) {
  auto found = store::find_limit(database, username_key);
  if (!found) {
    return NoSuchUser{};
  }
  return *std::move(found);
}

std::variant<UserTaskLimit, NoSuchUser> set_limit(storage::Database& database,
                                                  const std::string& username_key,
                                                  std::optional<int> limit, Instant now) {
  auto set = store::set_limit(database, username_key, limit, now);
  if (!set) {
    return NoSuchUser{};
  }
  return *std::move(set);
}

}  // namespace daymark::tasks
