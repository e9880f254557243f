#include "tasks.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

namespace daymark::http_tests {

Json new_task(const std::string& title) { return object({{"title", title}}); }

Headers idempotency_key(const std::string& text) { return {{"Idempotency-Key", text}}; }

std::chrono::sys_seconds end_of_today(const Person& person) {
  return person.start_of(person.today() + std::chrono::days{1});
}

Tasks::Tasks() { make_admin(admin); }

Json Tasks::add(const std::string& title) {
  const auto answer = person.post("/task", new_task(title));
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  return answer.json()["task"];
}

std::string Tasks::add_id(const std::string& title) { return add(title)["id"].as_string(); }

Json Tasks::finish(const std::string& id) {
  const auto answer = person.patch("/task/" + id, object({{"done", true}}));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  return answer.json();
}

Json Tasks::list(const std::string& query) {
  const auto answer = person.get("/task" + query);
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  return answer.json();
}

Json Tasks::limit(const Person& whom, const Json& daily_task_limit) {
  const auto answer =
      admin.patch("/users/" + whom.username(), object({{"daily_task_limit", daily_task_limit}}));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  return answer.json();
}

void Tasks::let_days_pass(int days) {
  // Far away and back again: on the way a day may not meet another one.
  constexpr int kFar = 10'000;
  for (const int step : {-kFar, kFar - days}) {
    const std::vector<std::string> parameters{person.id(), std::to_string(step)};
    database.query(
        "update task_quotas set day = day + $2::integer, ends_at = ends_at + $2::integer * "
        "interval "
        "'1 day' where account_id = $1::bigint",
        parameters);
    database.query("update tasks set day = day + $2::integer where account_id = $1::bigint",
                   parameters);
    database.query(
        "update runs set first_day = first_day + $2::integer, last_day = last_day + $2::integer "
        "where account_id = $1::bigint and activity = 'task'",
        parameters);
  }
}

std::string Tasks::ask(const std::string& sql, const std::vector<std::string>& parameters) {
  return database.query(sql, parameters).at(0).at(0);
}

}  // namespace daymark::http_tests
