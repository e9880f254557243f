// What is done in the background: who has a job, how often its effect happens, what becomes of one
// that fails; and what each job does.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "jobs/adjust_task_limits.hpp"
#include "jobs/compare_counts.hpp"
#include "jobs/metrics.hpp"
#include "jobs/purge_failed_sign_ins.hpp"
#include "jobs/purge_idempotency_keys.hpp"
#include "jobs/purge_point_totals.hpp"
#include "jobs/purge_sessions.hpp"
#include "jobs/queue.hpp"
#include "jobs/runner.hpp"
#include "support/deadline.hpp"
#include "support/log_lines.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using namespace daymark::jobs;  // the suite is called jobs, too
using queue::take_account_jobs;
using queue::take_service_job;
using shared::AccountId;
using shared::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

constexpr microseconds kMoment{1};

bool do_all(const std::function<void()>& piece) {
  piece();
  return true;
}

/// Sets the limits for somebody who has to be looked at.
struct Person {
  std::string time_zone = "UTC";
  int day_starts_at = 0;
  int limit = 5;
  std::string reason = "default";
  std::string due_at = "2026-03-10T00:00:00Z";
  std::string done_day = "2026-03-09";
};

struct Quota {
  std::string day;
  int used = 5;
  std::optional<int> done;                       // else all
  std::string ends_at = "2026-01-01T00:00:00Z";  // long ago: the day's own end is the later one
};

}  // namespace

struct JobsWorld : World {
  JobsWorld() {
    support::keep_log_lines();
    // The service's jobs are for the tests that want them.
    admin.query("update jobs set due_at = 'infinity'");
  }

  AccountId add_person(const Person& person = {}) {
    const auto account =
        add_account({.time_zone = person.time_zone, .day_starts_at = person.day_starts_at}).account;
    const auto id = shared::to_string(account);
    admin.query(
        "update accounts set daily_task_limit = $2, limit_reason = $3::limit_reason "
        "where account_id = $1",
        {id, std::to_string(person.limit), person.reason});
    admin.query(
        "insert into jobs (account_id, kind, due_at, done_day) "
        "values ($1, 'adjust_task_limit', $2, $3)",
        {id, person.due_at, person.done_day});
    return account;
  }

  void add_quota(AccountId account, const Quota& quota) {
    admin.query(
        "insert into task_quotas (account_id, day, ends_at, used, done) values ($1, $2, $3, $4, "
        "$5)",
        {shared::to_string(account), quota.day, quota.ends_at, std::to_string(quota.used),
         std::to_string(quota.done.value_or(quota.used))});
  }

  void add_quotas(AccountId account, std::initializer_list<const char*> on, int used = 5) {
    for (const auto* one : on) {
      add_quota(account, {.day = one, .used = used});
    }
  }

  void add_change(AccountId account, const std::string& on) {
    admin.query(
        "insert into task_limit_changes (account_id, day, changed_at, old_limit, new_limit, "
        "reason) "
        "values ($1, $2, now(), 7, 8, 'raised')",
        {shared::to_string(account), on});
  }

  /// Takes what is due and adjusts it. How many were settled.
  std::int64_t adjust() {
    const auto taken = take_account_jobs(database, now);
    return taken ? adjust_task_limits(database, *taken, now) : 0;
  }

  /// `6 raised`
  std::string limit(AccountId account) {
    return to_text(
        admin.query("select daily_task_limit, limit_reason from accounts "
                    "where account_id = $1",
                    {shared::to_string(account)}));
  }

  /// The day that was looked at last and when the next look is due; empty where none is planned.
  std::string plan(AccountId account) {
    return to_text(admin.query(
        R"sql(
      select done_day, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
        from jobs where account_id = $1)sql",
        {shared::to_string(account)}));
  }

  std::string changes(AccountId account) {
    return to_text(admin.query(
        "select day, old_limit, new_limit, reason from task_limit_changes where account_id = $1 "
        "order by change_id",
        {shared::to_string(account)}));
  }

  void make_due(const std::string& kind) {
    admin.query("update jobs set due_at = $2 where kind = $1::job_kind",
                {kind, shared::to_string(now)});
  }

  /// Seconds until a job of the service is due; `parked` where it is not tried any more.
  std::string wait_of(const std::string& kind) {
    return ask(admin,
               "select case when parked_at is null "
               "then extract(epoch from due_at - $2::timestamptz)::integer::text "
               "else 'parked' end from jobs where kind = $1::job_kind",
               {kind, shared::to_string(now)});
  }

  std::string count(const std::string& table) {
    return ask(admin, "select count(*) from " + table);
  }

  /// One who begins when asked, at the world's time, and never sleeps.
  Runner make_runner() {
    return {database, metrics, [this] { return now; }, [](auto) { return true; }};
  }

  static bool was_logged(const std::string& text, const std::vector<std::string>& lines) {
    return std::ranges::any_of(
        lines, [&](const std::string& line) { return line.find(text) != std::string::npos; });
  }

  /// The value of a figure, for instance `daymark_jobs_due`.
  [[nodiscard]] std::string figure(const std::string& name) const {
    const auto text = "\n" + metrics.text();
    const auto found = text.find("\n" + name + " ");
    if (found == std::string::npos) {
      return "none";
    }
    const auto begin = found + name.size() + 2;
    return text.substr(begin, text.find('\n', begin) - begin);
  }

  Metrics metrics;
  storage::Database other;
};

BOOST_FIXTURE_TEST_SUITE(jobs, JobsWorld)

// --- Who has a job.

BOOST_AUTO_TEST_CASE(a_job_is_taken_by_one_of_two) {
  const auto account = add_person();
  const auto taken = take_account_jobs(database, now);
  BOOST_REQUIRE(taken.has_value());
  BOOST_TEST((taken->accounts == std::vector{account}));
  BOOST_TEST(!take_account_jobs(other, now).has_value());

  make_due("purge_sessions");
  const auto job = take_service_job(database, now);
  BOOST_REQUIRE(job.has_value());
  BOOST_TEST((job->kind == Kind::kPurgeSessions));
  BOOST_TEST(!take_service_job(other, now).has_value());
}

BOOST_AUTO_TEST_CASE(many_who_take_at_once_share_what_is_due_and_nobody_gets_anothers) {
  constexpr int kAccounts = 1'000;
  static_cast<void>(add_accounts(admin, kAccounts, {}));
  admin.query(
      "insert into jobs (account_id, kind, due_at, done_day) "
      "select account_id, 'adjust_task_limit', '2026-03-10', '2026-03-09' from accounts");
  std::vector<std::vector<AccountId>> shares(4);
  in_parallel(4, [&](int i) {
    storage::Database own;
    while (const auto taken = take_account_jobs(own, now)) {
      auto& share = shares.at(static_cast<std::size_t>(i));
      share.insert(share.end(), taken->accounts.begin(), taken->accounts.end());
    }
  });
  std::map<AccountId, int> takers;
  for (const auto& share : shares) {
    for (const auto account : share) {
      ++takers[account];
    }
  }
  BOOST_TEST(takers.size() == static_cast<std::size_t>(kAccounts));
  BOOST_TEST(std::ranges::all_of(takers, [](const auto& taker) { return taker.second == 1; }));
}

BOOST_AUTO_TEST_CASE(what_has_been_due_for_longest_comes_first) {
  const auto later = add_person({.due_at = "2026-03-10T00:00:00Z"});
  admin.query(
      "update jobs set due_at = due_at + account_id % 7 * interval '1 minute' "
      "where account_id is not null");
  for (int more = 0; more < 15; ++more) {
    add_person({.due_at = "2026-03-09T00:00:00Z"});
  }
  const auto taken = take_account_jobs(database, now).value();
  BOOST_TEST(taken.accounts.size() == 10U);
  BOOST_TEST(std::ranges::count(taken.accounts, later) == 0);
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_before_it_is_due) {
  add_person({.due_at = "2026-03-10T12:00:00.000001Z"});
  make_due("compare_counts");
  now -= kMoment;
  BOOST_TEST(!take_service_job(database, now).has_value());
  now += kMoment;
  BOOST_TEST(take_service_job(database, now).has_value());
  BOOST_TEST(!take_account_jobs(database, now).has_value());
  now += kMoment;
  BOOST_TEST(take_account_jobs(database, now).has_value());
}

BOOST_AUTO_TEST_CASE(a_job_is_taken_again_when_the_lease_has_ended) {
  add_person();
  make_due("purge_sessions");
  const auto first = take_account_jobs(database, now).value();
  const auto first_job = take_service_job(database, now).value();
  BOOST_TEST((first.ends_at == now + seconds{45}));
  now += seconds{45} - kMoment;
  BOOST_TEST(!take_account_jobs(other, now).has_value());
  BOOST_TEST(!take_service_job(other, now).has_value());
  now += kMoment;
  const auto second = take_account_jobs(other, now);
  const auto second_job = take_service_job(other, now);
  BOOST_REQUIRE(second.has_value());
  BOOST_REQUIRE(second_job.has_value());
  BOOST_TEST((second->accounts == first.accounts));
  BOOST_TEST((second->lease != first.lease));
  BOOST_TEST((second_job->lease != first_job.lease));
}

BOOST_AUTO_TEST_CASE(a_lease_that_is_extended_lasts_longer) {
  make_due("purge_sessions");
  auto taken = take_service_job(database, now).value();
  now += seconds{30};
  BOOST_TEST(queue::extend(database, taken, now));
  BOOST_TEST((taken.ends_at == now + seconds{45}));
  now += seconds{45} - kMoment;
  BOOST_TEST(!take_service_job(other, now).has_value());
  now += kMoment;
  BOOST_TEST(take_service_job(other, now).has_value());
  BOOST_TEST(!queue::extend(database, taken, now));
}

BOOST_AUTO_TEST_CASE(the_effect_of_somebody_whose_lease_was_lost_does_not_happen) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-05", "2026-03-06", "2026-03-07"});
  make_due("purge_sessions");
  const auto lost = take_account_jobs(database, now).value();
  const auto lost_job = take_service_job(database, now).value();
  now += seconds{45};
  const auto taken = take_account_jobs(other, now).value();
  const auto taken_job = take_service_job(other, now).value();

  BOOST_TEST(adjust_task_limits(database, lost, now) == 0);
  BOOST_TEST(!queue::fail(database, lost, "a reason", now).has_value());
  BOOST_TEST(!queue::finish(database, lost_job, now + hours{1}));
  BOOST_TEST(!queue::fail(database, lost_job, "a reason", now).has_value());
  BOOST_TEST(limit(account) == "5 default\n");
  BOOST_TEST(changes(account) == "");
  BOOST_TEST(wait_of("purge_sessions") == "-45");

  BOOST_TEST(adjust_task_limits(other, taken, now) == 1);
  BOOST_TEST(limit(account) == "6 raised\n");
  BOOST_TEST(queue::finish(other, taken_job, now + hours{1}));
  BOOST_TEST(wait_of("purge_sessions") == "3600");
  // And not a second time.
  BOOST_TEST(adjust_task_limits(other, taken, now) == 0);
  BOOST_TEST(adjust_task_limits(database, lost, now) == 0);
  BOOST_TEST(changes(account) == "2026-03-10 5 6 raised\n");
}

BOOST_AUTO_TEST_CASE(who_looked_in_time_but_settles_too_late_changes_nothing) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-05", "2026-03-06", "2026-03-07"});
  const auto lost = take_account_jobs(database, now).value();
  // Somebody else takes the job while this one waits between its two statements.
  auto holder = place.connect("daymark_worker");
  holder.query("begin");
  holder.query("update accounts set version = version where account_id = $1",
               {shared::to_string(account)});
  std::int64_t settled = -1;
  std::thread late{[&] { settled = adjust_task_limits(database, lost, now); }};
  const bool waits = support::await(seconds{20}, [&] {
    return ask(admin,
               "select exists (select from pg_stat_activity where wait_event_type = 'Lock' "
               "and datname = current_database())") == "t";
  });
  admin.query("update jobs set lease = gen_random_uuid() where account_id = $1",
              {shared::to_string(account)});
  holder.query("commit");
  late.join();
  BOOST_TEST(waits);
  BOOST_TEST(settled == 0);
  BOOST_TEST(limit(account) == "5 default\n");
  BOOST_TEST(changes(account) == "");
}

BOOST_AUTO_TEST_CASE(a_lease_that_has_ended_is_good_as_long_as_nobody_else_takes_the_job) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-05", "2026-03-06", "2026-03-07"});
  const auto taken = take_account_jobs(database, now).value();
  now += hours{1};
  BOOST_TEST(adjust_task_limits(database, taken, now) == 1);
  BOOST_TEST(limit(account) == "6 raised\n");
}

BOOST_AUTO_TEST_CASE(a_job_that_only_a_newer_program_knows_is_left_for_it) {
  admin.query("alter type job_kind add value 'water_the_plants'");
  admin.query("insert into jobs (kind, due_at) values ('water_the_plants', '2026-03-10')");
  BOOST_TEST(!take_service_job(database, now).has_value());
}

// --- What fails.

BOOST_AUTO_TEST_CASE(a_job_that_fails_waits_twice_as_long_each_time_and_is_parked_the_tenth_time) {
  make_due("purge_sessions");
  std::string waits;
  for (int failure = 1; failure <= 10; ++failure) {
    const auto taken = take_service_job(database, now);
    BOOST_REQUIRE(taken.has_value());
    const auto failed =
        queue::fail(database, *taken, "reason " + std::to_string(failure), now).value();
    BOOST_TEST(failed.failures == failure);
    BOOST_TEST(failed.is_parked == (failure == 10));
    waits += wait_of("purge_sessions") + " ";
    BOOST_TEST(!take_service_job(database, failed.due_at - kMoment).has_value());
    now = failed.due_at;
  }
  BOOST_TEST(waits == "10 20 40 80 160 320 640 1280 2560 parked ");
  now += days{1'000};
  BOOST_TEST(!take_service_job(database, now).has_value());
  BOOST_TEST(to_text(admin.query("select failures, last_failure, lease is null from jobs "
                                 "where kind = 'purge_sessions'")) == "10 reason 10 t\n");
}

BOOST_AUTO_TEST_CASE(success_makes_earlier_failures_forgotten) {
  make_due("purge_sessions");
  const auto first = take_service_job(database, now).value();
  now = queue::fail(database, first, "a reason", now).value().due_at;
  make_runner().take_turn();
  BOOST_TEST(to_text(admin.query("select failures, last_failure is null from jobs "
                                 "where kind = 'purge_sessions'")) == "0 t\n");
  BOOST_TEST(wait_of("purge_sessions") == "3600");
}

BOOST_AUTO_TEST_CASE(a_job_that_always_fails_is_parked_with_the_reason_and_the_others_go_on) {
  add_account();
  admin.query("revoke delete on sessions from daymark_worker");
  admin.query("update jobs set due_at = $1", {shared::to_string(now)});
  metrics.serve("127.0.0.1:0");  // else nobody counts what is parked
  auto runner = make_runner();
  static_cast<void>(support::take_log_lines());
  for (int hour = 0; hour < 12; ++hour) {
    while (runner.take_turn()) {
    }
    now += hours{1};
  }
  BOOST_TEST(to_text(admin.query("select kind, failures, last_failure from jobs "
                                 "where parked_at is not null")) ==
             "purge_sessions 10 jobs/purge_sessions: SQLSTATE 42501\n");
  BOOST_TEST(to_text(admin.query("select kind from jobs where parked_at is null "
                                 "and due_at >= $1 and failures = 0 order by kind",
                                 {shared::to_string(now)})) ==
             "purge_idempotency_keys\npurge_failed_sign_ins\npurge_point_totals\n"
             "compare_counts\n");
  BOOST_TEST(figure("daymark_jobs_failed_total{kind=\"purge_sessions\"}") == "10");
  BOOST_TEST(figure("daymark_jobs_done_total{kind=\"purge_sessions\"}") == "0");
  BOOST_TEST(figure("daymark_jobs_done_total{kind=\"purge_failed_sign_ins\"}") == "12");
  BOOST_TEST(figure("daymark_jobs_parked") == "1");
  const auto lines = support::take_log_lines();
  BOOST_TEST(was_logged("purge_sessions has failed, 9 in a row, and is due again at ", lines));
  BOOST_TEST(
      was_logged("purge_sessions is parked after 10 failures in a row: "
                 "jobs/purge_sessions: SQLSTATE 42501",
                 lines));

  // What docs/operating.md says to do about it.
  admin.query("grant delete on sessions to daymark_worker");
  admin.query(
      "update jobs set parked_at = null, failures = 0, due_at = $1 "
      "where parked_at is not null",
      {shared::to_string(now)});
  while (runner.take_turn()) {
  }
  BOOST_TEST(wait_of("purge_sessions") == "3600");
  BOOST_TEST(figure("daymark_jobs_parked") == "0");
}

BOOST_AUTO_TEST_CASE(an_account_that_makes_its_batch_fail_is_parked_alone) {
  std::vector<AccountId> accounts;
  for (int i = 0; i < 5; ++i) {
    accounts.push_back(add_person());
    add_quotas(accounts.back(), {"2026-03-05", "2026-03-06", "2026-03-07"});
  }
  const auto poisoned = accounts.at(2);
  admin.query("alter table task_limit_changes add constraint poison check (account_id <> " +
              shared::to_string(poisoned) + ")");
  auto runner = make_runner();
  static_cast<void>(support::take_log_lines());
  BOOST_TEST(runner.take_turn());
  for (const auto account : accounts) {
    BOOST_TEST(limit(account) == (account == poisoned ? "5 default\n" : "6 raised\n"));
  }
  BOOST_TEST(was_logged(
      "adjust_task_limit of account " + shared::to_string(poisoned) + " has failed, 1 in a row",
      support::take_log_lines()));
  for (int hour = 0; hour < 10; ++hour) {
    now += hours{1};
    while (runner.take_turn()) {
    }
  }
  BOOST_TEST(to_text(admin.query("select account_id, failures, last_failure from jobs "
                                 "where parked_at is not null")) ==
             shared::to_string(poisoned) + " 10 jobs/adjust_limits_settle: SQLSTATE 23514\n");
  // The others have their next days.
  now += days{1};
  while (runner.take_turn()) {
  }
  BOOST_TEST(plan(accounts.at(0)) == "2026-03-11 2026-03-12 00:00\n");
  BOOST_TEST(plan(accounts.at(4)) == "2026-03-11 2026-03-12 00:00\n");
}

BOOST_AUTO_TEST_CASE(a_database_that_goes_away_is_no_failure_of_the_job) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-05", "2026-03-06", "2026-03-07"});
  bool goes_away = true;
  const Clock clock = [&] {
    if (goes_away && ask(admin, "select count(*) from jobs where lease is not null") != "0") {
      admin.query("revoke connect on database " + place.name() + " from public");
      admin.query(
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
          "where datname = current_database() and usename = 'daymark_worker'");
    }
    return now;
  };
  Runner runner{database, metrics, clock, [](auto) { return true; }};
  static_cast<void>(support::take_log_lines());
  BOOST_TEST(!runner.take_turn());
  BOOST_TEST(was_logged("cannot connect to the database", support::take_log_lines()));
  BOOST_TEST(!runner.take_turn());
  BOOST_TEST(to_text(admin.query("select failures, last_failure is null from jobs "
                                 "where account_id is not null")) == "0 t\n");

  goes_away = false;
  admin.query("grant connect on database " + place.name() + " to public");
  now += seconds{45};
  BOOST_TEST(runner.take_turn());
  BOOST_TEST(limit(account) == "6 raised\n");
}

// --- The program.

BOOST_AUTO_TEST_CASE(as_long_as_something_is_due_nobody_waits_for_the_next_poll) {
  for (int i = 0; i < 25; ++i) {
    add_person();
  }
  std::vector<std::chrono::nanoseconds> polls;
  Runner runner{database, metrics, [this] { return now; },
                [&](auto duration) {
                  if (duration == kPoll) {
                    polls.push_back(duration);
                  }
                  return polls.size() < 3;
                }};
  runner.run();
  BOOST_TEST(polls.size() == 3U);
  BOOST_TEST(ask(admin, "select count(*) from jobs where account_id is not null") == "0");
  BOOST_TEST(figure("daymark_jobs_done_total{kind=\"adjust_task_limit\"}") == "25");
}

BOOST_AUTO_TEST_CASE(a_program_that_is_to_end_finishes_its_batch_and_takes_no_more) {
  for (int i = 0; i < 25; ++i) {
    add_person();
  }
  make_due("purge_sessions");
  Runner runner{database, metrics, [this] { return now; }, [](auto) { return false; }};
  runner.run();
  BOOST_TEST(ask(admin, "select count(*) from jobs where account_id is not null") == "15");
  BOOST_TEST(ask(admin, "select count(*) from jobs where lease is not null") == "0");
}

BOOST_AUTO_TEST_CASE(a_job_of_the_service_that_is_interrupted_is_done_by_the_next_who_takes_it) {
  static_cast<void>(add_accounts(admin, 1'200, {}));
  admin.query("update sessions set ends_at = '2026-03-01'");
  make_due("purge_sessions");
  int waits = 0;
  Runner runner{database, metrics, [this] { return now; }, [&](auto) { return ++waits < 3; }};
  runner.run();
  BOOST_TEST(count("sessions") == "700");
  BOOST_TEST(figure("daymark_jobs_done_total{kind=\"purge_sessions\"}") == "0");
  now += seconds{45};
  make_runner().take_turn();
  BOOST_TEST(count("sessions") == "0");
  BOOST_TEST(wait_of("purge_sessions") == "3600");
}

BOOST_AUTO_TEST_CASE(a_long_job_keeps_its_lease) {
  static_cast<void>(add_accounts(admin, 5'000, {}));
  admin.query("update sessions set ends_at = '2026-03-01'");
  make_due("purge_sessions");
  bool was_taken = false;
  Runner runner{database, metrics, [this] { return now; },
                [&](auto) {
                  if (count("jobs where lease is not null") == "0") {
                    return true;  // not yet
                  }
                  now += seconds{4};  // a slow database
                  was_taken = was_taken || take_service_job(other, now).has_value();
                  return true;
                }};
  runner.take_turn();
  BOOST_TEST(!was_taken);
  BOOST_TEST(count("sessions") == "0");
  BOOST_TEST(figure("daymark_jobs_done_total{kind=\"purge_sessions\"}") == "1");
}

BOOST_AUTO_TEST_CASE(the_figures_say_how_much_is_due) {
  for (int i = 0; i < 3; ++i) {
    add_person();
  }
  metrics.serve("127.0.0.1:0");  // else nobody counts what is due
  make_runner().take_turn();
  BOOST_TEST(figure("daymark_jobs_due") == "3");
  BOOST_TEST(figure("daymark_jobs_parked") == "0");
  BOOST_TEST(figure("daymark_jobs_failed_total{kind=\"adjust_task_limit\"}") == "0");
}

// --- Limits.

BOOST_AUTO_TEST_CASE(three_full_days_in_the_week_before_raise_the_limit_once_for_the_day) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-03", "2026-03-08", "2026-03-09"});
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(account) == "6 raised\n");
  BOOST_TEST(changes(account) == "2026-03-10 5 6 raised\n");
  BOOST_TEST(plan(account) == "2026-03-10 2026-03-11 00:00\n");
  BOOST_TEST(to_text(admin.query("select version, (select changed_at from task_limit_changes) = $1 "
                                 "from accounts",
                                 {shared::to_string(now)})) == "1 t\n");
  // Whatever makes it due again, the day is done.
  make_due("adjust_task_limit");
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(account) == "6 raised\n");
  BOOST_TEST(plan(account) == "2026-03-10 2026-03-11 00:00\n");
}

BOOST_AUTO_TEST_CASE(neither_the_eighth_day_before_nor_the_day_itself_counts) {
  const auto account = add_person();
  add_quotas(account, {"2026-03-02", "2026-03-08", "2026-03-09", "2026-03-10"});
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(account) == "5 default\n");
  BOOST_TEST(changes(account) == "");
  BOOST_TEST(plan(account) == "2026-03-10 2026-03-11 00:00\n");
}

BOOST_AUTO_TEST_CASE(tasks_that_were_not_done_are_counted) {
  const auto enough = add_person();
  const auto too_few = add_person();
  for (const auto* on : {"2026-03-07", "2026-03-08", "2026-03-09"}) {
    add_quota(enough, {.day = on, .used = 5, .done = 4});
    add_quota(too_few, {.day = on, .used = 5, .done = 3});
  }
  BOOST_TEST(adjust() == 2);
  BOOST_TEST(limit(enough) == "6 raised\n");
  BOOST_TEST(limit(too_few) == "5 default\n");
}

BOOST_AUTO_TEST_CASE(a_week_of_few_tasks_lowers_the_limit_day_by_day_but_not_after_a_change) {
  const auto account = add_person({.limit = 8, .reason = "raised"});
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(account) == "7 lowered\n");
  BOOST_TEST(changes(account) == "2026-03-10 8 7 lowered\n");
  // The change itself holds the next one up for seven complete days.
  for (int passed = 1; passed <= 7; ++passed) {
    now += days{1};
    BOOST_TEST(adjust() == 1);
    BOOST_TEST(limit(account) == "7 lowered\n");
  }
  now += days{1};
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(account) == "6 lowered\n");
  BOOST_TEST(changes(account) == "2026-03-10 8 7 lowered\n2026-03-18 7 6 lowered\n");
}

BOOST_AUTO_TEST_CASE(a_change_counts_on_the_seven_days_before) {
  for (const auto& [on, outcome] :
       std::map<std::string, std::string>{{"2026-03-02", "7 lowered\n"},
                                          {"2026-03-03", "8 raised\n"},
                                          {"2026-03-09", "8 raised\n"},
                                          {"2026-03-10", "7 lowered\n"}}) {
    const auto account = add_person({.limit = 8, .reason = "raised"});
    add_change(account, on);
    BOOST_TEST(adjust() == 1);
    BOOST_TEST(limit(account) == outcome, on);
  }
}

BOOST_AUTO_TEST_CASE(a_pinned_limit_is_left_alone) {
  for (const int pinned : {0, 5, 8, 1'000}) {
    const auto account = add_person({.limit = pinned, .reason = "pinned"});
    add_quotas(account, {"2026-03-07", "2026-03-08", "2026-03-09"}, 1'000);
    BOOST_TEST(adjust() == 1);
    BOOST_TEST(limit(account) == std::to_string(pinned) + " pinned\n");
    BOOST_TEST(plan(account) == "2026-03-10 2026-03-11 00:00\n");
  }
}

BOOST_AUTO_TEST_CASE(nobody_is_looked_at_whose_week_and_limit_can_change_nothing) {
  const auto idle = add_person();
  const auto idle_and_pinned = add_person({.limit = 8, .reason = "pinned"});
  const auto fallen = add_person({.limit = 6, .reason = "lowered"});
  const auto off_default = add_person({.limit = 7, .reason = "lowered"});
  const auto busy_six_days_ago = add_person();
  add_quota(busy_six_days_ago, {.day = "2026-03-04", .used = 1});
  const auto busy_seven_days_ago = add_person();
  add_quota(busy_seven_days_ago, {.day = "2026-03-03", .used = 1});
  const auto busy_today = add_person();
  add_quota(busy_today, {.day = "2026-03-10", .used = 1});
  BOOST_TEST(adjust() == 7);
  const std::string tomorrow = "2026-03-10 2026-03-11 00:00\n";
  BOOST_TEST(plan(idle) == "");
  BOOST_TEST(plan(idle_and_pinned) == "");
  BOOST_TEST(limit(fallen) == "5 lowered\n");
  BOOST_TEST(plan(fallen) == "");
  BOOST_TEST(plan(off_default) == tomorrow);
  BOOST_TEST(plan(busy_six_days_ago) == tomorrow);
  BOOST_TEST(plan(busy_seven_days_ago) == "");
  BOOST_TEST(plan(busy_today) == tomorrow);
  // Whoever is about to plan a look, and has seen that there is one, has to look again.
  BOOST_TEST(ask(admin, "select version from accounts where account_id = $1",
                 {shared::to_string(idle)}) == "1");
  BOOST_TEST(ask(admin, "select version from accounts where account_id = $1",
                 {shared::to_string(busy_today)}) == "0");
}

BOOST_AUTO_TEST_CASE(the_next_look_is_due_when_the_day_ends_where_the_account_is) {
  struct Case {
    const char* time_zone;
    int day_starts_at;
    const char* plan;  // at 12:00 UTC on March 10
  };
  for (const auto& [time_zone, day_starts_at, expected] :
       std::vector<Case>{{"UTC", 0, "2026-03-10 2026-03-11 00:00\n"},
                         {"UTC", 13, "2026-03-09 2026-03-10 13:00\n"},
                         {"Asia/Kathmandu", 4, "2026-03-10 2026-03-10 22:15\n"},
                         {"Pacific/Kiritimati", 0, "2026-03-11 2026-03-11 10:00\n"},
                         {"Pacific/Pago_Pago", 0, "2026-03-10 2026-03-11 11:00\n"},
                         {"Australia/Lord_Howe", 23, "2026-03-09 2026-03-10 12:00\n"}}) {
    const auto account = add_person({.time_zone = time_zone,
                                     .day_starts_at = day_starts_at,
                                     .limit = 8,
                                     .reason = "raised",
                                     .done_day = "2026-03-08"});
    now = at("2026-03-10T11:59:00Z");
    BOOST_TEST(adjust() == 1);
    BOOST_TEST(plan(account) == expected, time_zone);
  }
}

BOOST_AUTO_TEST_CASE(the_day_is_that_of_the_running_quota_and_the_next_look_is_due_when_it_ends) {
  // Moved east: it is March 11 already, but the quota of the 10th runs until its own end.
  const auto moved_east =
      add_person({.time_zone = "Pacific/Kiritimati", .limit = 8, .reason = "raised"});
  add_quota(moved_east, {.day = "2026-03-10", .used = 1, .ends_at = "2026-03-11T11:00:00Z"});
  // Moved west: the quota was opened until 10:00, but the day lasts longer here.
  const auto moved_west =
      add_person({.time_zone = "Pacific/Pago_Pago", .limit = 8, .reason = "raised"});
  add_quota(moved_west, {.day = "2026-03-10", .used = 1, .ends_at = "2026-03-10T10:00:00Z"});
  BOOST_TEST(adjust() == 2);
  BOOST_TEST(changes(moved_east) == "2026-03-10 8 7 lowered\n");
  BOOST_TEST(plan(moved_east) == "2026-03-10 2026-03-11 11:00\n");
  BOOST_TEST(plan(moved_west) == "2026-03-10 2026-03-11 11:00\n");
}

BOOST_AUTO_TEST_CASE(a_day_that_was_looked_at_is_not_looked_at_again_after_a_move) {
  const auto still_running = add_person(
      {.time_zone = "Pacific/Pago_Pago", .limit = 8, .reason = "raised", .done_day = "2026-03-10"});
  add_quota(still_running, {.day = "2026-03-10", .used = 1, .ends_at = "2026-03-10T10:00:00Z"});
  // March 11 had begun in Kiritimati; in Pago Pago it is the 10th for 23 more hours.
  const auto back_by_a_day = add_person(
      {.time_zone = "Pacific/Pago_Pago", .limit = 8, .reason = "raised", .done_day = "2026-03-11"});
  BOOST_TEST(adjust() == 2);
  BOOST_TEST(limit(still_running) == "8 raised\n");
  BOOST_TEST(plan(still_running) == "2026-03-10 2026-03-11 11:00\n");
  BOOST_TEST(limit(back_by_a_day) == "8 raised\n");
  BOOST_TEST(plan(back_by_a_day) == "2026-03-11 2026-03-12 11:00\n");
}

BOOST_AUTO_TEST_CASE(a_day_that_has_begun_is_looked_at_although_clocks_show_its_eve_again) {
  // Clocks went back from 00:01 to 23:01 of the day before.
  const auto account = add_person({.time_zone = "America/St_Johns",
                                   .limit = 8,
                                   .reason = "raised",
                                   .due_at = "2010-11-07T02:30:00Z",
                                   .done_day = "2010-11-06"});
  now = at("2010-11-07T02:45:00Z");
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(changes(account) == "2010-11-07 8 7 lowered\n");
  BOOST_TEST(plan(account) == "2010-11-07 2010-11-08 03:30\n");
}

BOOST_AUTO_TEST_CASE(an_account_that_changes_meanwhile_is_due_again_and_the_others_are_settled) {
  const auto changing = add_person();
  const auto other_account = add_person();
  for (const auto account : {changing, other_account}) {
    add_quotas(account, {"2026-03-05", "2026-03-06", "2026-03-07"});
  }
  auto request = place.connect("daymark_worker");
  request.query("begin");
  request.query("update accounts set version = version + 1 where account_id = $1",
                {shared::to_string(changing)});
  std::int64_t settled = -1;
  std::thread job{[&] { settled = adjust(); }};
  const bool waits = support::await(seconds{20}, [&] {
    return ask(admin,
               "select exists (select from pg_stat_activity where wait_event_type = 'Lock' "
               "and datname = current_database())") == "t";
  });
  request.query("commit");
  job.join();
  BOOST_TEST(waits);
  BOOST_TEST(settled == 1);
  BOOST_TEST(limit(changing) == "5 default\n");
  BOOST_TEST(limit(other_account) == "6 raised\n");
  BOOST_TEST(plan(changing) == "2026-03-09 2026-03-10 00:00\n");
  BOOST_TEST(to_text(admin.query("select failures, lease is null from jobs where account_id = $1",
                                 {shared::to_string(changing)})) == "0 t\n");
  BOOST_TEST(adjust() == 1);
  BOOST_TEST(limit(changing) == "6 raised\n");
}

BOOST_AUTO_TEST_CASE(an_account_that_is_gone_is_no_concern) {
  const auto gone = add_person();
  const auto taken = take_account_jobs(database, now).value();
  admin.query("delete from accounts where account_id = $1", {shared::to_string(gone)});
  BOOST_TEST(adjust_task_limits(database, taken, now) == 0);
}

// --- What is thrown away.

BOOST_AUTO_TEST_CASE(sessions_go_when_they_have_ended_and_not_a_moment_earlier) {
  static_cast<void>(add_accounts(admin, 501, {}));
  const auto last = ask(admin, "select max(account_id) from accounts");
  for (const std::string account : {"1", "500", last.c_str()}) {
    for (const auto* ends : {"2026-03-10T12:00:00Z", "2026-03-10T12:00:00.000001Z"}) {
      admin.query(
          "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, ends_at, "
          "user_agent) select $1, sha256($2::text::bytea), 'cookie', '2026-01-01', '2026-01-01', "
          "$2::timestamptz, ''",
          {account, ends});
    }
  }
  BOOST_TEST(purge_sessions(database, do_all, now));
  BOOST_TEST(to_text(admin.query("select account_id, ends_at from sessions "
                                 "where kind = 'cookie' order by account_id")) ==
             "1 2026-03-10 12:00:00.000001+00\n500 2026-03-10 12:00:00.000001+00\n"
             "501 2026-03-10 12:00:00.000001+00\n");
  BOOST_TEST(ask(admin, "select count(*) from sessions where kind = 'bearer'") == "501");
}

BOOST_AUTO_TEST_CASE(networks_go_when_nobody_has_signed_in_from_them_for_a_year) {
  const auto account = shared::to_string(add_account().account);
  for (const auto* last : {"2025-03-10T12:00:00Z", "2025-03-10T12:00:00.000001Z"}) {
    admin.query(
        "insert into sign_in_networks values ($1, $2::cidr, $3::timestamptz)",
        {account, std::string_view{last}.size() == 20 ? "192.0.2.0/24" : "198.51.100.0/24", last});
  }
  BOOST_TEST(purge_sessions(database, do_all, now));
  BOOST_TEST(to_text(admin.query("select network from sign_in_networks")) == "198.51.100.0/24\n");
}

BOOST_AUTO_TEST_CASE(devices_go_when_nobody_has_signed_in_with_them_for_a_year) {
  const auto account = shared::to_string(add_account().account);
  for (const auto* last : {"2025-03-10T12:00:00Z", "2025-03-10T12:00:00.000001Z"}) {
    admin.query("insert into devices values ($1, sha256($2::text::bytea), $2::timestamptz)",
                {account, last});
  }
  BOOST_TEST(purge_sessions(database, do_all, now));
  BOOST_TEST(to_text(admin.query("select last_signed_in_at from devices")) ==
             "2025-03-10 12:00:00.000001+00\n");
}

BOOST_AUTO_TEST_CASE(of_an_account_s_idempotency_keys_the_newest_stay) {
  for (const int keys : {2, 3, 5}) {
    const auto account = shared::to_string(add_account().account);
    admin.query(R"sql(
      insert into mood_idempotency_keys
             (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at,
              day, entry_streak, streak, longest_streak, logged_today, shorter, others)
      select $1::bigint, n, sha256(''), timestamptz '2026-03-10T11:00Z' + n * interval '1 minute',
             1, gen_random_uuid(), now(), '2026-03-03', 1, 1, 1, true, 0, 0
        from generate_series(1, $2::integer) n)sql",
                {account, std::to_string(keys)});
  }
  BOOST_TEST(purge_idempotency_keys(database, do_all, now, 3));
  BOOST_TEST(to_text(admin.query("select string_agg(idempotency_key, ' ' order by idempotency_key) "
                                 "from mood_idempotency_keys group by account_id "
                                 "order by account_id")) == "1 2\n1 2 3\n3 4 5\n");
}

BOOST_AUTO_TEST_CASE(idempotency_keys_go_after_seven_days) {
  const auto account = shared::to_string(add_account().account);
  for (const auto* created : {"2026-03-03T12:00:00Z", "2026-03-03T12:00:00.000001Z"}) {
    admin.query(
        R"sql(
      insert into mood_idempotency_keys
             (account_id, idempotency_key, request_hash, created_at, entry_id, uid, recorded_at,
              day, entry_streak, streak, longest_streak, logged_today, shorter, others)
      values ($1, $2::text, sha256(''), $2::timestamptz, 1, gen_random_uuid(), now(), '2026-03-03',
              1, 1, 1, true, 0, 0))sql",
        {account, created});
    admin.query(
        R"sql(
      insert into task_idempotency_keys
             (account_id, idempotency_key, request_hash, created_at, task_id, day, daily_task_limit,
              limit_reason, used, resets_at)
      values ($1, $2::text, sha256(''), $2::timestamptz, 1, '2026-03-03', 5, 'default', 1,
              now()))sql",
        {account, created});
  }
  BOOST_TEST(purge_idempotency_keys(database, do_all, now, 1));
  for (const std::string table : {"mood_idempotency_keys", "task_idempotency_keys"}) {
    BOOST_TEST(to_text(admin.query("select idempotency_key from " + table)) ==
               "2026-03-03T12:00:00.000001Z\n");
  }
}

BOOST_AUTO_TEST_CASE(failed_sign_ins_go_when_they_hold_nobody_up_any_more) {
  struct Case {
    std::string hash;
    std::string failed_at;
  };
  const std::string zeros(62, '0');
  const std::string fs(62, 'f');
  for (const auto& [hash, last] : std::vector<Case>{{"00" + zeros, "2026-03-09T12:00:00Z"},
                                                    {"00" + fs, "2026-03-09T12:00:00.000001Z"},
                                                    {"7f" + fs, "2026-03-01T00:00:00Z"},
                                                    {"80" + zeros, "2026-03-09T12:00:00Z"},
                                                    {"ff" + zeros, "2026-03-10T12:00:00Z"},
                                                    {"ff" + fs, "2026-03-09T12:00:00Z"}}) {
    admin.query("insert into failed_sign_ins values ($1::bytea, '192.0.2.0/24', 3, $2)",
                {"\\x" + hash, last});
  }
  for (const auto& [hash, all] : std::vector<Case>{
           {"00" + zeros, "{}"},
           {"01" + zeros, "{2026-03-10T11:00:00Z}"},
           {"02" + zeros, "{2026-03-10T11:00:00.000001Z}"},
           {"03" + zeros, "{2026-03-10T10:00:00Z,2026-03-10T11:59:00Z,2026-03-10T10:30:00Z}"},
           {"ff" + fs, "{2026-03-10T10:00:00Z,2026-03-10T10:59:00Z}"}}) {
    admin.query("insert into strangers_failed_sign_ins values ($1::bytea, $2::timestamptz[])",
                {"\\x" + hash, all});
  }
  admin.query("insert into sign_in_networks values ($1, '192.0.2.0/24', '1990-01-01')",
              {shared::to_string(add_account().account)});
  BOOST_TEST(purge_failed_sign_ins(database, do_all, now));
  BOOST_TEST(to_text(admin.query("select left(encode(username_hash, 'hex'), 4) "
                                 "from failed_sign_ins order by 1")) == "00ff\nff00\n");
  BOOST_TEST(to_text(admin.query("select left(encode(username_hash, 'hex'), 2) "
                                 "from strangers_failed_sign_ins order by 1")) == "02\n03\n");
  BOOST_TEST(count("sign_in_networks") == "1");
}

BOOST_AUTO_TEST_CASE(totals_of_points_go_that_nobody_has) {
  admin.query("delete from point_totals");
  admin.query(
      "insert into point_totals (points, slot, accounts) "
      "select p, 0, 0 from generate_series(1, 2500) p");
  admin.query(
      "insert into point_totals (points, slot, accounts) "
      "values (0, 0, 1), (1, 1, 2), (10, 2, -1)");
  BOOST_TEST(purge_point_totals(database, do_all));
  BOOST_TEST(to_text(admin.query("select points, slot, accounts from point_totals order by 1")) ==
             "0 0 1\n1 1 2\n10 2 -1\n");
}

BOOST_AUTO_TEST_CASE(a_purge_waits_for_nobody) {
  static_cast<void>(add_accounts(admin, 2, {}));
  admin.query("update sessions set ends_at = '2026-03-01'");
  auto request = place.connect("daymark_worker");
  request.query("begin");
  request.query("select from sessions where account_id = 1 for update");
  admin.query("alter role daymark_worker in database " + place.name() +
              " set lock_timeout = '100ms'");
  BOOST_TEST(purge_sessions(database, do_all, now));
  request.query("commit");
  BOOST_TEST(count("sessions") == "1");
  BOOST_TEST(purge_sessions(database, do_all, now));
  BOOST_TEST(count("sessions") == "0");
}

BOOST_AUTO_TEST_CASE(where_there_is_nobody_there_is_nothing_to_do) {
  BOOST_TEST(purge_sessions(database, do_all, now));
  BOOST_TEST(purge_idempotency_keys(database, do_all, now, 1));
  BOOST_TEST(purge_point_totals(database, do_all));
  BOOST_TEST(!take_account_jobs(database, now).has_value());
}

// --- What is counted.

struct CountedWorld : JobsWorld {
  CountedWorld() : somebody{*this}, somebody_else{*this} {
    somebody.record_from("2026-02-01", "2026-03-10");
    somebody_else.record_on({"2026-03-01", "2026-03-02", "2026-03-03"});
    add_account({.longest_streak = 300});
    add_account();
  }

  /// For each figure that differs: in how many rows.
  std::string differences() {
    std::string text;
    BOOST_TEST(
        compare_counts(database, do_all, [&](std::string_view figure, std::int64_t different) {
          if (different != 0) {
            text += std::string{figure} + " " + std::to_string(different) + "\n";
          }
        }));
    return text;
  }

  Somebody somebody;
  Somebody somebody_else;
};

BOOST_FIXTURE_TEST_CASE(counts_that_are_right_are_passed_over_in_silence, CountedWorld) {
  BOOST_TEST(find_faults(admin).find("histogram") == std::string::npos);
  BOOST_TEST(differences() == "");
  make_due("compare_counts");
  static_cast<void>(support::take_log_lines());
  make_runner().take_turn();
  BOOST_TEST(support::take_log_lines().size() == 0U);
  for (const std::string name : {"streak_histogram", "point_totals", "achievement_holders"}) {
    BOOST_TEST(figure("daymark_count_differences{figure=\"" + name + "\"}") == "0");
  }
  BOOST_TEST(wait_of("compare_counts") == "86400");
}

BOOST_FIXTURE_TEST_CASE(a_histogram_that_is_wrong_is_told, CountedWorld) {
  admin.query(
      "update streak_histogram set accounts = accounts + 1 where node = 2 and slot = ("
      "select min(slot) from streak_histogram where node = 2)");
  BOOST_TEST(differences() == "streak_histogram 1\n");
  // A node that stands for 16 lengths.
  admin.query("insert into streak_histogram (node, slot, accounts) values (65536 + 30, 3, 1)");
  BOOST_TEST(differences() == "streak_histogram 17\n");
}

BOOST_FIXTURE_TEST_CASE(a_longest_streak_that_the_histogram_does_not_know_is_told, CountedWorld) {
  admin.query("update accounts set longest_mood_streak = 310 where longest_mood_streak = 300");
  BOOST_TEST(differences() == "streak_histogram 10\n");
}

BOOST_FIXTURE_TEST_CASE(an_account_that_the_histogram_does_not_know_is_told, CountedWorld) {
  admin.query(
      "insert into accounts (username, language, time_zone, day_starts_at, created_at) "
      "values ('x', 'en', 'UTC', 0, now())");
  BOOST_TEST(differences() == "streak_histogram 1\npoint_totals 1\n");
}

BOOST_FIXTURE_TEST_CASE(a_total_of_points_that_is_wrong_is_told, CountedWorld) {
  admin.query("update point_totals set accounts = accounts - 1 where points = 0");
  BOOST_TEST(differences() == "point_totals 1\n");
  admin.query("insert into point_totals (points, slot, accounts) values (77, 0, 1), (78, 0, 0)");
  BOOST_TEST(differences() == "point_totals 2\n");
}

BOOST_FIXTURE_TEST_CASE(holders_that_are_wrong_are_told_in_the_log_and_the_figures, CountedWorld) {
  admin.query(
      "delete from awards where (account_id, achievement_id) in "
      "(select account_id, achievement_id from awards order by 1, 2 limit 1)");
  BOOST_TEST(differences() == "achievement_holders 1\n");
  make_due("compare_counts");
  static_cast<void>(support::take_log_lines());
  make_runner().take_turn();
  BOOST_TEST(was_logged("compare_counts: achievement_holders differs from a count, rows: 1",
                        support::take_log_lines()));
  BOOST_TEST(figure("daymark_count_differences{figure=\"achievement_holders\"}") == "1");
  BOOST_TEST(figure("daymark_count_differences{figure=\"point_totals\"}") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
