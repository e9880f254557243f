#include "task_world.hpp"

#include <stdexcept>

namespace daymark::db_tests {

std::string to_text(const tasks::Quota& quota) {
  return std::to_string(quota.used) + " of " + std::to_string(quota.limit.tasks) + " until " +
         shared::to_string(quota.resets_at);
}

Doer::Doer(World& world, const Setting& setting)
    : world_{world},
      setting_{setting},
      credentials_{
          world.add_account({.time_zone = setting.zone, .day_starts_at = setting.starts_at})} {}

tasks::Created Doer::post(const std::string& title) {
  return expect<tasks::Created>(
      tasks::create(world_.database, credentials_, {.title = title, .note = std::nullopt},
                    std::nullopt, world_.now),
      "post");
}

void Doer::post(int count) {
  for (int i = 0; i < count; ++i) {
    post();
  }
}

tasks::OverLimit Doer::fail_to_post() {
  return expect<tasks::OverLimit>(
      tasks::create(world_.database, credentials_, {.title = "one too many", .note = std::nullopt},
                    std::nullopt, world_.now),
      "post over the limit");
}

int Doer::post_to_limit() {
  const int left = quota().remaining();
  post(left);
  fail_to_post();
  return left;
}

tasks::Changed Doer::finish(shared::TaskId task, bool done) {
  tasks::TaskPatch patch;
  patch.done = done;
  return expect<tasks::Changed>(tasks::change(world_.database, world_.milestones, credentials_,
                                              task, patch, any_version, world_.now),
                                "finish");
}

void Doer::remove(shared::TaskId task) {
  expect<tasks::Removed>(tasks::remove(world_.database, world_.milestones, credentials_, task,
                                       any_version, world_.now),
                         "remove");
}

void Doer::move(const Setting& setting) {
  if (!accounts::change_settings(world_.database, credentials_,
                                 {.time_zone = setting.zone, .day_starts_at = setting.starts_at},
                                 world_.now)) {
    throw std::runtime_error{"move: not signed in"};
  }
  setting_ = setting;
}

tasks::TaskPage Doer::list(const tasks::PageWanted& wanted) {
  return expect<tasks::TaskPage>(tasks::list(world_.database, credentials_, wanted, world_.now),
                                 "list");
}

std::string quotas_of(support::Database& admin, const std::string& account) {
  return ask(admin,
             "select coalesce(string_agg(day || ' ' || used, ', ' order by opened), '') "
             "from task_quotas "
             "join (select day, min(task_id) as opened from tasks "
             "where account_id = $1::bigint group by day) as first using (day) "
             "where account_id = $1::bigint",
             {account});
}

std::string find_second_quotas(support::Database& admin, int limit) {
  return to_text(
      admin.query("select account_id, day, count(*), 'more than the limit' from tasks "
                  "group by account_id, day having count(*) > $1::integer order by 1, 2",
                  {std::to_string(limit)}));
}

}  // namespace daymark::db_tests
