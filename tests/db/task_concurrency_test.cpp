// Many at once on one account's tasks: the limit holds exactly, each milestone is told of once, and
// nobody waits in a circle.
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "award_world.hpp"
#include "server/sha256.hpp"
#include "task_world.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;

constexpr std::array kZones{"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
                            "America/Los_Angeles"};

template <class... Expected, class Answer>
void require_any_of(const Answer& answer, const char* mistake) {
  if (!(std::holds_alternative<Expected>(answer) || ...)) {
    throw std::runtime_error{mistake};
  }
}

tasks::TaskPatch with_done(bool done) {
  tasks::TaskPatch patch;
  patch.done = done;
  return patch;
}

auto post(storage::Database& own, const Credentials& person, Instant now) {
  return tasks::create(own, person, {.title = "a task", .note = std::nullopt}, std::nullopt, now);
}

/// What one thread does to one account, and how often it came to something.
class Hand {
 public:
  Hand(AwardWorld& world, const Credentials& person, unsigned seed)
      : world_{world}, person_{person}, random_{seed} {}

  /// Something about tasks at random.
  void act() {
    switch (random_() % 8) {
      case 0:
      case 1:
      case 2:
        return post();
      case 3:
      case 4:
      case 5:
        return finish(random_() % 4 != 0);
      default:
        return remove();
    }
  }

  void post() {
    const auto answer = db_tests::post(own_, person_, world_.now);
    require_any_of<tasks::Created, tasks::OverLimit>(answer, "posting came to something else");
    const auto is_created = static_cast<int>(std::holds_alternative<tasks::Created>(answer));
    created_ += is_created;
    changes_ += is_created;
  }

  void finish(bool done) {
    const auto task = any_task();
    if (!task) {
      return;
    }
    const auto answer = tasks::change(own_, world_.milestones, person_, *task, with_done(done),
                                      any_version, world_.now);
    require_any_of<tasks::Changed, tasks::NoSuchTask>(answer, "finishing came to something else");
    changes_ += static_cast<int>(std::holds_alternative<tasks::Changed>(answer));
  }

  void remove() {
    const auto task = any_task();
    if (!task) {
      return;
    }
    const auto answer =
        tasks::remove(own_, world_.milestones, person_, *task, any_version, world_.now);
    require_any_of<tasks::Removed, tasks::NoSuchTask>(answer, "removing came to something else");
    changes_ += static_cast<int>(std::holds_alternative<tasks::Removed>(answer));
  }

  void move() {
    if (!accounts::change_settings(own_, person_,
                                   {.time_zone = kZones.at(random_() % kZones.size()),
                                    .day_starts_at = static_cast<int>(random_() % 24)},
                                   world_.now)) {
      throw std::runtime_error{"moving came to something else"};
    }
    ++changes_;
  }

  /// Between 3 and 7.
  void set_limit(const std::string& name) {
    require_any_of<tasks::UserTaskLimit>(
        tasks::set_limit(own_, name, static_cast<int>(3 + random_() % 5), world_.now),
        "setting the limit came to something else");
  }

  [[nodiscard]] int created() const { return created_; }
  [[nodiscard]] int changes() const { return changes_; }
  [[nodiscard]] storage::Database& database() { return own_; }

 private:
  /// One of the day's, which somebody else may be about to remove.
  std::optional<shared::TaskId> any_task() {
    const auto answer = tasks::list(
        own_, person_, {.day = std::nullopt, .limit = server::kPageLimitMax, .after = std::nullopt},
        world_.now);
    const auto& found = std::get<tasks::TaskPage>(answer).tasks.items;
    if (found.empty()) {
      return std::nullopt;
    }
    return found.at(random_() % found.size()).id;
  }

  AwardWorld& world_;
  const Credentials& person_;
  std::mt19937 random_;
  storage::Database own_;
  int created_ = 0;
  int changes_ = 0;
};

struct BusyWorld : AwardWorld {
  std::string count(const std::string& what) { return ask(admin, "select count(*) from " + what); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_concurrency, BusyWorld)

BOOST_AUTO_TEST_CASE(of_many_who_post_at_once_exactly_the_limit_get_through_every_day) {
  constexpr int kThreads = 16;
  constexpr int kDays = 25;
  const auto person = sign_up("somebody");
  const auto deadlocks = count_deadlocks(admin);
  std::atomic<int> in_all = 0;
  for (int day = 0; day < kDays; ++day) {
    std::atomic<int> created = 0;
    in_parallel(kThreads, [&](int) {
      storage::Database own;
      for (int i = 0; i < 2; ++i) {
        const auto answer = post(own, person, now);
        require_any_of<tasks::Created, tasks::OverLimit>(answer, "posting came to something else");
        created += static_cast<int>(std::holds_alternative<tasks::Created>(answer));
      }
    });
    BOOST_TEST(created == 5);
    in_all += created;
    now += days{1};
  }
  BOOST_TEST(count("tasks") == std::to_string(in_all));
  BOOST_TEST(count("task_quotas where used = 5") == std::to_string(kDays));
  BOOST_TEST(ask(admin, "select version from accounts") == std::to_string(in_all));
  BOOST_TEST(count_deadlocks(admin) == deadlocks);
}

BOOST_AUTO_TEST_CASE(of_many_with_the_same_key_one_takes_a_task_and_all_are_told_the_same) {
  constexpr int kThreads = 12;
  const auto person = sign_up("somebody");
  // The last one of the day's five: whoever comes later is over the limit, but for the key.
  for (int round = 1; round <= 5; ++round) {
    const server::IdempotencyKey key{.text = "round " + std::to_string(round),
                                     .request_hash = server::sha256_bytea("body")};
    std::vector<std::string> told(kThreads);
    in_parallel(kThreads, [&](int thread) {
      storage::Database own;
      const auto created = expect<tasks::Created>(
          tasks::create(own, person, {.title = "a task", .note = std::nullopt}, key, now), "post");
      told.at(static_cast<std::size_t>(thread)) =
          shared::to_string(created.task.id) + " " + to_text(created.quota);
    });
    for (const auto& one : told) {
      BOOST_TEST(one == told.front());
    }
    BOOST_TEST(count("tasks") == std::to_string(round));
  }
  storage::Database own;
  BOOST_TEST(std::holds_alternative<tasks::OverLimit>(post(own, person, now)));
}

BOOST_AUTO_TEST_CASE(whatever_many_do_to_one_accounts_tasks_while_it_moves_the_limit_holds) {
  constexpr int kThreads = 10;
  constexpr int kDays = 5;
  constexpr int kRounds = 25;
  const auto person = sign_up("somebody");
  const auto deadlocks = count_deadlocks(admin);
  std::atomic<int> created = 0;
  std::atomic<int> changes = 0;
  for (int day = 0; day < kDays; ++day) {
    in_parallel(kThreads, [&](int thread) {
      Hand hand{*this, person, static_cast<unsigned>(day * kThreads + thread)};
      for (int round = 0; round < kRounds; ++round) {
        switch (thread) {
          case 0:
            hand.move();
            break;
          case 1:
            hand.set_limit("somebody");
            break;
          default:
            hand.act();
        }
      }
      created += hand.created();
      changes += hand.changes();
    });
    BOOST_TEST(find_faults(admin) == "");
    // However it has moved, the quota is over then.
    now += days{3};
  }
  const auto used = std::stoi(ask(admin, "select sum(used) from task_quotas"));
  BOOST_TEST(used == created);
  BOOST_TEST(count("task_quotas") == std::to_string(kDays));
  BOOST_TEST(count("task_quotas where used > 7") == "0");
  BOOST_TEST(
      ask(admin, "select version - (select count(*) from task_limit_changes) from accounts") ==
      std::to_string(changes));
  BOOST_TEST(count_deadlocks(admin) == deadlocks);
  BOOST_TEST_MESSAGE(created << " tasks, " << changes << " changes");
}

BOOST_AUTO_TEST_CASE(of_many_who_finish_the_last_task_at_once_one_is_told_of_the_milestone) {
  constexpr int kThreads = 8;
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    const auto name = "person" + std::to_string(round);
    const auto person = sign_up(name);
    const auto first = now;
    std::optional<shared::TaskId> last;
    for (int ago = 2; ago >= 0; --ago) {
      now = first - days{ago};
      last = expect<tasks::Created>(post(database, person, now), "post").task.id;
      if (ago > 0) {
        expect<tasks::Changed>(
            tasks::change(database, milestones, person, *last, with_done(true), any_version, now),
            "finish");
      }
    }
    std::atomic<int> awarded = 0;
    in_parallel(kThreads, [&](int thread) {
      storage::Database own;
      const auto answer = tasks::change(own, milestones, person, *last, with_done(thread % 4 != 3),
                                        any_version, now);
      awarded += static_cast<int>(std::get<tasks::Changed>(answer).awarded.size());
    });
    BOOST_TEST(awarded == 1);
    BOOST_TEST(awards(name).size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(tasks_moods_and_awards_of_a_few_accounts_at_once_do_not_wait_in_a_circle) {
  constexpr int kThreads = 10;
  constexpr int kRounds = 60;
  constexpr std::size_t kPeople = 3;
  std::vector<Credentials> people;
  for (std::size_t i = 0; i < kPeople; ++i) {
    people.push_back(sign_up("person" + std::to_string(i)));
  }
  // So that finishing one task of today reaches a milestone.
  for (int ago = 2; ago >= 1; --ago) {
    for (const auto& person : people) {
      const auto then = now - days{ago};
      const auto task = expect<tasks::Created>(post(database, person, then), "post").task.id;
      expect<tasks::Changed>(
          tasks::change(database, milestones, person, task, with_done(true), any_version, then),
          "finish");
    }
  }
  const auto deadlocks = count_deadlocks(admin);
  in_parallel(kThreads, [&](int thread) {
    std::mt19937 random{static_cast<unsigned>(thread)};
    const auto number = static_cast<std::size_t>(thread) % kPeople;
    const auto name = "person" + std::to_string(number);
    Hand hand{*this, people.at(number), static_cast<unsigned>(thread)};
    for (int round = 0; round < kRounds; ++round) {
      switch (random() % 6) {
        case 0:
          static_cast<void>(recorder.record(
              hand.database(), people.at(number),
              {.mood = "okay", .rating = 3, .day = day("2026-06-01") - days{random() % 9}},
              std::nullopt, now));
          break;
        case 1:
          static_cast<void>(achievements::award(
              hand.database(), name, {.code = "day-1", .awarded_at = std::nullopt}, now));
          break;
        case 2:
          static_cast<void>(achievements::take_back(
              hand.database(), name, random() % 2 == 0 ? "day-1" : "clear-desk", now));
          break;
        default:
          hand.act();
      }
    }
  });
  BOOST_TEST(count_deadlocks(admin) == deadlocks);
  BOOST_TEST(count("task_quotas where used > 5") == "0");
  BOOST_TEST_MESSAGE(ask(admin, "select sum(version) || ' changes' from accounts"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
