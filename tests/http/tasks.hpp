// What the tests about tasks have in common: somebody with tasks, an administrator, and time that
// passes.
#pragma once

#include <string>
#include <vector>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {

[[nodiscard]] Json new_task(const std::string& title = "Water the plants");

[[nodiscard]] Headers idempotency_key(const std::string& text);

/// The first instant after the day that it is for this person.
[[nodiscard]] std::chrono::sys_seconds end_of_today(const Person& person);

struct Tasks : World {
  Tasks();

  /// Adds a task and gives back the answer's `task`.
  Json add(const std::string& title = "Water the plants");

  /// The same, and gives back the task's id.
  std::string add_id(const std::string& title = "Water the plants");

  Json finish(const std::string& id);

  /// GET /task with this query (`?day=2026-03-10`), as it was answered.
  Json list(const std::string& query = {});

  /// Pins somebody's limit, or, with null, ends that.
  Json limit(const Person& whom, const Json& daily_task_limit);

  /// Whatever the person did with tasks was so many days earlier.
  void let_days_pass(int days);

  /// The first column of the first row.
  std::string ask(const std::string& sql, const std::vector<std::string>& parameters);

  Person admin{client};
  Person person{client};
  support::Database database{service()};
};

}  // namespace daymark::http_tests
