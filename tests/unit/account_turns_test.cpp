#include "storage/account_turns.hpp"

#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace daymark::unit_tests {
namespace {

constexpr shared::AccountId kAlice{1};
constexpr shared::AccountId kBoris{2};

struct World {
  /// Runs the first that is to be run elsewhere. False where there is none.
  bool run_one() {
    storage::Task task;
    {
      const std::lock_guard lock{mutex};
      if (elsewhere.empty()) {
        return false;
      }
      task = std::move(elsewhere.front());
      elsewhere.pop_front();
    }
    task(database);
    return true;
  }

  void run(shared::AccountId account, std::string name) {
    turns.run(account,
              [this, name = std::move(name)](storage::Database&) { done.push_back(name); });
  }

  std::mutex mutex;
  std::deque<storage::Task> elsewhere;
  std::vector<std::string> done;
  storage::Database database;  // that nobody asks
  storage::AccountTurns turns{[this](storage::Task task) {
    const std::lock_guard lock{mutex};
    elsewhere.push_back(std::move(task));
  }};
};

BOOST_FIXTURE_TEST_SUITE(account_turns, World)

BOOST_AUTO_TEST_CASE(one_of_an_account_waits_for_a_thread_at_a_time) {
  run(kAlice, "alice 1");
  run(kAlice, "alice 2");
  run(kAlice, "alice 3");
  run(kBoris, "boris 1");
  BOOST_TEST(elsewhere.size() == 2U);
  while (run_one()) {
    BOOST_TEST(elsewhere.size() <= 2U);
  }
  BOOST_TEST((done == std::vector<std::string>{"alice 1", "boris 1", "alice 2", "alice 3"}));
}

BOOST_AUTO_TEST_CASE(an_account_that_is_done_begins_anew) {
  run(kAlice, "alice 1");
  while (run_one()) {
  }
  run(kAlice, "alice 2");
  BOOST_TEST(elsewhere.size() == 1U);
  while (run_one()) {
  }
  BOOST_TEST((done == std::vector<std::string>{"alice 1", "alice 2"}));
}

BOOST_AUTO_TEST_CASE(with_many_threads_each_is_done_once_and_in_the_order_of_its_account) {
  constexpr int kThreads = 4;
  constexpr int kTasks = 5'000;
  std::array<std::atomic<bool>, kThreads> is_busy{};
  std::array<int, kThreads> next{};
  std::atomic<bool> is_in_order = true;
  {
    // Each account's tasks come from one thread, and are done by all of them.
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int number = 0; number < kTasks; ++number) {
          turns.run({static_cast<std::int64_t>(thread) + 1}, [&, thread, number](auto&) {
            const bool was_busy = is_busy[thread].exchange(true);
            is_in_order = is_in_order && !was_busy && next[thread]++ == number;
            is_busy[thread] = false;
          });
          run_one();
        }
      });
    }
  }
  while (run_one()) {
  }
  BOOST_TEST(is_in_order);
  BOOST_TEST((next == std::array<int, kThreads>{kTasks, kTasks, kTasks, kTasks}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
