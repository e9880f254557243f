#include "tasks/tasks.hpp"

#include <utility>

#include "shared/streak.hpp"
#include "tasks/store.hpp"

namespace daymark::tasks {
namespace {

/// How often a change starts again because somebody else changed the same account in between. Each
/// time somebody else got through, so as many as write to one account at once are always enough.
constexpr int kAttemptsMax = 200;

/// Fails like a database that is too busy, which it is.
[[noreturn]] void give_up() {
  throw storage::Failure{storage::FailureKind::kUnavailable,
                         "tasks: too many changes of one account at once"};
}

/// What was answered to the same request before.
Created recall(const Draft& draft, const store::KeptAnswer& kept) {
  return {.task = {.id = kept.task,
                   .title = draft.title,
                   .note = draft.note,
                   .created_at = kept.created_at,
                   .day = kept.day},
          .quota = kept.quota};
}

/// One more task of the quota's day, which is not done yet.
store::NewTask decide(const store::QuotaSurroundings& seen) {
  store::NewTask decided{.seen_version = seen.version, .day = seen.day, .quota = seen.quota};
  ++decided.quota.used;
  if (seen.run) {
    decided.runs = shared::remove_day(seen.day, *seen.run);
  }
  return decided;
}

/// The runs of the streak once a day counts for it, or does not.
std::vector<shared::Run> with_day(const std::vector<shared::Run>& runs, CivilDay day, bool counts) {
  const auto around = shared::neighbours(runs, day);
  if (counts) {
    return shared::apply(runs, shared::add_day(day, around));
  }
  const bool counted = around.before && around.before->contains(day);
  return counted ? shared::apply(runs, shared::remove_day(day, *around.before)) : runs;
}

/// Completes a change of a task with what it does to the streak, and with what that earns. Nothing:
/// the account has changed meanwhile.
std::optional<store::TaskChange> complete(storage::Database& database,
                                          achievements::Milestones& milestones,
                                          shared::AccountId account,
                                          const store::TaskSurroundings& seen,
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

/// The task as the patch makes it.
store::TaskChange patched(const Task& task, const TaskPatch& patch) {
  store::TaskChange change{.task = task};
  auto& [id, title, note, done, created_at, day] = change.task;
  title = patch.title.value_or(title);
  if (patch.note || patch.removes_note) {
    note = patch.note;
  }
  done = patch.done.value_or(done);
  change.done_step = static_cast<int>(done) - static_cast<int>(task.done);
  return change;
}

}  // namespace

std::variant<Created, NotSignedIn, OverLimit, KeyReused> create(
    storage::Database& database, const Credentials& credentials, const Draft& draft,
    const std::optional<server::IdempotencyKey>& key, Instant now) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto seen = store::look_at_quota(database, credentials, key, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::keep_alive(database, credentials, seen->use, now);
    if (seen->kept) {
      if (!seen->kept->is_same_request) {
        return KeyReused{};
      }
      return recall(draft, *seen->kept);
    }
    if (seen->quota.remaining() == 0) {
      return OverLimit{.quota = seen->quota};
    }
    const auto decided = decide(*seen);
    if (const auto id = store::create(database, credentials.account, draft, decided, key, now)) {
      return Created{.task = {.id = *id,
                              .title = draft.title,
                              .note = draft.note,
                              .created_at = now,
                              .day = decided.day},
                     .quota = decided.quota};
    }
  }
  give_up();
}

std::variant<Page, NotSignedIn> list(storage::Database& database, const Credentials& credentials,
                                     const PageWanted& wanted, Instant now) {
  // One more than wanted tells whether there are more.
  auto found = store::find_page(database, credentials, wanted, wanted.limit + 1, now);
  if (!found) {
    return NotSignedIn{};
  }
  accounts::keep_alive(database, credentials, found->use, now);
  Page page{.tasks = std::move(found->tasks),
            .quota = found->quota,
            .streak = shared::current_streak(found->newest_run, found->day),
            .longest_streak = found->longest_streak};
  page.has_more = page.tasks.size() > static_cast<std::size_t>(wanted.limit);
  if (page.has_more) {
    page.tasks.pop_back();
  }
  return page;
}

std::variant<Changed, NotSignedIn, NoSuchTask> change(storage::Database& database,
                                                      achievements::Milestones& milestones,
                                                      const Credentials& credentials, TaskId task,
                                                      const TaskPatch& patch, Instant now) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto seen = store::look_at_task(database, credentials, task, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::keep_alive(database, credentials, seen->use, now);
    if (!seen->target) {
      return NoSuchTask{};
    }
    auto decided = complete(database, milestones, credentials.account, *seen,
                            patched(seen->target->task, patch), now);
    if (decided && store::change(database, credentials.account, *decided)) {
      return Changed{.task = std::move(decided->task),
                     .awarded = std::move(decided->awards.awards),
                     .language = decided->awards.language};
    }
  }
  give_up();
}

std::variant<Removed, NotSignedIn, NoSuchTask> remove(storage::Database& database,
                                                      achievements::Milestones& milestones,
                                                      const Credentials& credentials, TaskId task,
                                                      Instant now) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const auto seen = store::look_at_task(database, credentials, task, now);
    if (!seen) {
      return NotSignedIn{};
    }
    accounts::keep_alive(database, credentials, seen->use, now);
    if (!seen->target) {
      return NoSuchTask{};
    }
    const auto decided = complete(database, milestones, credentials.account, *seen,
                                  {.task = seen->target->task,
                                   .done_step = seen->target->task.done ? -1 : 0,
                                   .deleted_step = 1},
                                  now);
    if (decided && store::remove(database, credentials.account, *decided)) {
      return Removed{};
    }
  }
  give_up();
}

std::variant<LimitSet, NoSuchUser> set_limit(storage::Database& database,
                                             const std::string& username_key,
                                             std::optional<int> limit, Instant now) {
  auto set = store::set_limit(database, username_key, limit, now);
  if (!set) {
    return NoSuchUser{};
  }
  return *std::move(set);
}

}  // namespace daymark::tasks
