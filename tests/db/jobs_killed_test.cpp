// Two copies of daymark-jobs work on one table, as real processes on the real clock, while both of
// them are killed over and over. Every look at a limit that is due must happen, once, and what a
// copy had when it was killed must be taken again soon.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "jobs/queue.hpp"
#include "support/deadline.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::SteadyClock;

/// Fewer than they can do, also on a busy machine.
constexpr int kDuePerSecond = 100;
/// How soon somebody has to take what a copy had when it was killed.
constexpr seconds kTakenWithin{60};

/// daymark-jobs as a process that dies with SIGKILL.
class Copy {
 public:
  Copy() { start(); }
  ~Copy() { kill(); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  void start() {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
    }
    std::string program{DAYMARK_JOBS};
    std::array<char*, 2> arguments{program.data(), nullptr};
    const int error =
        posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      throw std::system_error{error, std::generic_category(), program};
    }
  }

  void kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    // It must have been alive until now: one that has ended by itself would test nothing.
    BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
  }

 private:
  pid_t process_ = 0;
};

/// Accounts for whom it is noon, each with a week and a limit that the rule raises, lowers or
/// leaves alone, and all their looks due within `spread` from now on.
void make_accounts(support::Database& admin, seconds spread) {
  const auto accounts = static_cast<int>(spread.count()) * kDuePerSecond;
  const auto noon = ask(admin, R"sql(
    select name from time_zones
     where name like 'Etc/GMT%' and extract(hour from now() at time zone name) in (11, 12)
     order by name limit 1)sql");
  static_cast<void>(add_accounts(admin, accounts, {.time_zone = noon}));
  rebuild_histogram(admin);
  admin.query(R"sql(
    update accounts
       set daily_task_limit = 5 + account_id % 4,
           limit_reason = case when account_id % 17 = 0 then 'pinned'
                               when account_id % 4 = 0 then 'default'
                               else 'raised' end::limit_reason)sql");
  // One in three has full days; of these, one in two has done enough.
  admin.query(R"sql(
    insert into task_quotas (account_id, day, ends_at, used, done)
    select a.account_id, d.day, day_start(d.day + 1, a.time_zone, 0), u.used,
           case when a.account_id % 2 = 0 then u.used else u.used / 2 end
      from accounts a
     cross join lateral (select (now() at time zone a.time_zone)::date - n as day, n
                           from generate_series(1, 7) n) d
     cross join lateral (select case when a.account_id % 3 = 0 then a.daily_task_limit
                                     else 1 + d.n % 2 end as used) u
     where a.account_id % 5 <> 0)sql");
  admin.query(R"sql(
    insert into jobs (account_id, kind, due_at, done_day)
    select account_id, 'adjust_task_limit',
           clock_timestamp() + make_interval(secs => $1::float8 * account_id / $2::float8),
           (now() at time zone time_zone)::date - 1
      from accounts)sql",
              {std::to_string(spread.count()), std::to_string(accounts)});
  admin.query("create table accounts_before as select * from accounts");
  admin.query("analyze");
}

/// What the rule says of each account, in other words than the code under test.
constexpr const char* kExpected = R"sql(
  with weeks as (
    select b.account_id, b.daily_task_limit as old_limit, b.limit_reason as reason,
           count(*) filter (where q.used >= b.daily_task_limit) as full_days,
           sum(q.used) filter (where q.used >= b.daily_task_limit) as tasks,
           sum(q.done) filter (where q.used >= b.daily_task_limit) as done,
           count(*) filter (where q.used > b.daily_task_limit / 2.0) as busy_days
      from accounts_before b
      left join task_quotas q on q.account_id = b.account_id
     group by b.account_id, b.daily_task_limit, b.limit_reason
  ), expected as (
    select account_id, old_limit,
           case when reason = 'pinned' then old_limit
                when full_days >= 3 and done >= 0.8 * tasks then old_limit + 1
                when busy_days = 0 and old_limit > 5 then old_limit - 1
                else old_limit
           end as new_limit
      from weeks
  ))sql";

std::string count(support::Database& admin, const std::string& from_expected) {
  return ask(admin, std::string{kExpected} + " select count(*) " + from_expected);
}

int due(support::Database& admin) {
  return std::stoi(ask(admin,
                       "select count(*) from jobs where account_id is not null and done_day < "
                       "(select (now() at time zone time_zone)::date from accounts limit 1)"));
}

/// For how long the lease that ended first has been over, in seconds.
double longest_wait(support::Database& admin) {
  return std::stod(ask(admin, R"sql(
    select coalesce(extract(epoch from clock_timestamp() - min(leased_until)), 0)
      from jobs
     where account_id is not null and leased_until <= clock_timestamp())sql"));
}

int leased(support::Database& admin) {
  return std::stoi(ask(admin, "select count(*) from jobs where lease is not null"));
}

/// Leases that nobody has any more.
int orphans(support::Database& admin) {
  // The server notices a dead client only when it has done what it was asked for.
  const bool are_gone = support::await(seconds{10}, [&] {
    return ask(admin, R"sql(
      select count(*)
        from pg_stat_activity
       where datname = current_database() and usename = 'daymark_worker')sql") == "0";
  });
  BOOST_TEST(are_gone);
  return leased(admin);
}

struct Figures {
  int kills = 0;
  int orphaned = 0;         // jobs that copies had when they were killed
  double longest_wait = 0;  // seconds
};

/// Starts and kills both copies until jobs are left that they had. What a copy has just asked the
/// server for may be the last that there was to do, so it can take a few times.
int kill_at_work(support::Database& admin, std::array<Copy, 2>& copies, int& kills) {
  constexpr int kAttemptsMax = 10;
  int orphaned = 0;
  for (int attempt = 0; orphaned == 0 && attempt < kAttemptsMax; ++attempt) {
    std::ranges::for_each(copies, &Copy::start);
    // They begin to work at once.
    BOOST_TEST(support::await(seconds{5}, [&] { return leased(admin) > 0; }));
    std::ranges::for_each(copies, &Copy::kill);
    kills += 2;
    orphaned = orphans(admin);
  }
  return orphaned;
}

/// Until all looks have happened; kills until `length` is over.
Figures kill_copies(support::Database& admin, seconds length) {
  const auto seed = std::random_device{}();
  BOOST_TEST_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  Figures figures;
  const auto look = [&] {
    figures.longest_wait = std::max(figures.longest_wait, longest_wait(admin));
  };
  std::array<Copy, 2> copies;
  const auto end = SteadyClock::now() + length;
  int round = 0;
  for (auto next = SteadyClock::now() + seconds{1}; next < end; next += seconds{1}) {
    // Not always at the same moment of their work.
    const auto moment = next + milliseconds{std::uniform_int_distribution{0, 900}(random)};
    std::this_thread::sleep_until(moment);
    look();
    if (++round % 4 != 0) {
      auto& copy = copies.at(static_cast<std::size_t>(round) % copies.size());
      copy.kill();
      copy.start();
      ++figures.kills;
      continue;
    }
    std::ranges::for_each(copies, &Copy::kill);
    figures.kills += 2;
    figures.orphaned += kill_at_work(admin, copies, figures.kills);
    std::ranges::for_each(copies, &Copy::start);
  }
  BOOST_TEST(support::await(kTakenWithin, [&] {
    look();
    return due(admin) == 0;
  }));
  return figures;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_killed, World)

BOOST_AUTO_TEST_CASE(two_copies_that_are_killed_every_second_do_each_look_once) {
  const seconds length{std::stoi(environment("DAYMARK_TEST_SECONDS", "20"))};
  make_accounts(admin, length);
  const auto [kills, orphaned, longest_wait] = kill_copies(admin, length);
  BOOST_TEST_MESSAGE(kills << " kills, " << orphaned << " jobs orphaned, none of which waited for "
                           << longest_wait << " s after its lease");
  // Otherwise nobody was killed in the middle of anything.
  BOOST_TEST(orphaned > 0);
  BOOST_TEST(longest_wait < static_cast<double>((kTakenWithin - jobs::kLease).count()));

  BOOST_TEST(ask(admin, "select count(*) from jobs where failures > 0 or parked_at is not null") ==
             "0");
  BOOST_TEST(count(admin, "from expected where new_limit > old_limit") != "0");
  BOOST_TEST(count(admin, "from expected where new_limit < old_limit") != "0");
  BOOST_TEST(count(admin, R"sql(
    from expected e
    join accounts a on a.account_id = e.account_id
    join accounts_before b on b.account_id = e.account_id
   where a.daily_task_limit <> e.new_limit
      or a.limit_reason <> case when e.new_limit > e.old_limit then 'raised'::limit_reason
                                when e.new_limit < e.old_limit then 'lowered'::limit_reason
                                else b.limit_reason end)sql") == "0");
  // Each change is kept, once, and there are no others.
  BOOST_TEST(count(admin, R"sql(
    from (select account_id, old_limit, new_limit from expected where old_limit <> new_limit) e
    full join (select account_id, old_limit, new_limit, count(*) as times
                 from task_limit_changes
                group by account_id, old_limit, new_limit) c
      on (c.account_id, c.old_limit, c.new_limit) = (e.account_id, e.old_limit, e.new_limit)
   where c.times is distinct from 1 or e.account_id is null)sql") == "0");
  // The quotas were made without tasks.
  BOOST_TEST(find_award_faults(admin) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
