// What the tests of tasks share: somebody who takes tasks at a world's time, and quotas told in
// short texts.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "clock.hpp"
#include "tasks/tasks.hpp"
#include "world.hpp"

namespace daymark::db_tests {

/// `2 of 5 until 2026-03-11T00:00:00Z`
[[nodiscard]] std::string to_text(const tasks::Quota& quota);

/// What a request without If-Match wants.
[[nodiscard]] inline bool any_version(int /*version*/) { return true; }

/// Somebody with an account of a world, who lives at the world's time.
class Doer {
 public:
  Doer(World& world, const Setting& setting);

  // Each throws std::runtime_error where the answer is another one.
  tasks::Created post(const std::string& title = "a task");
  void post(int count);
  tasks::OverLimit fail_to_post();
  /// As many as are left, and one more, which is refused. Answers how many there were.
  int post_to_limit();
  tasks::Changed finish(shared::TaskId task, bool done = true);
  void remove(shared::TaskId task);
  void move(const Setting& setting);
  tasks::TaskPage list(const tasks::PageWanted& wanted = {.day = std::nullopt,
                                                          .limit = server::kPageLimitMax,
                                                          .after = std::nullopt});

  [[nodiscard]] tasks::Quota quota() { return list().quota; }
  [[nodiscard]] const Credentials& credentials() const { return credentials_; }
  [[nodiscard]] const Setting& setting() const { return setting_; }
  [[nodiscard]] std::string id() const { return shared::to_string(credentials_.account); }

 private:
  World& world_;
  Setting setting_;
  Credentials credentials_;
};

/// All quotas of an account in the order in which they opened: `2026-03-10 5, 2026-03-11 2`. Only
/// while none of its tasks was removed.
[[nodiscard]] std::string quotas_of(support::Database& admin, const std::string& account);

/// Days with more tasks than the limit, which has always been that. Only while none was removed;
/// and find_task_faults looks for days in the wrong order.
[[nodiscard]] std::string find_second_quotas(support::Database& admin, int limit);

}  // namespace daymark::db_tests
