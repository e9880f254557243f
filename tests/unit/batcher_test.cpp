#include "storage/batcher.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <semaphore>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace daymark::unit_tests {
namespace {

struct Job {
  int number = 0;
  int rounds = 1;  // it comes again until these are over
  int done = 0;
  bool is_abandoned = false;
};

struct Lane {
  std::atomic<bool> is_busy = false;
};

using Batcher = storage::Batcher<Job, Lane>;
using Numbers = std::vector<std::vector<int>>;  // of jobs, batch by batch

/// A batcher, and what becomes of the jobs: which were carried out together, in which order they
/// were finished, and what is to be run elsewhere.
class World {
 public:
  explicit World(const storage::BatchSizes& sizes)
      : batcher{sizes,
                {.is_abandoned = [](const Job& job) { return job.is_abandoned; },
                 .carry_out = [this](Lane& lane, auto jobs) { carry_out(lane, jobs); },
                 .comes_again = [](const Job& job) { return job.done < job.rounds; },
                 .finish =
                     [this](std::unique_ptr<Job> job) {
                       const std::lock_guard lock{mutex};
                       finished.push_back(job->number);
                     },
                 .run_elsewhere =
                     [this](storage::Task task) {
                       const std::lock_guard lock{mutex};
                       elsewhere.push_back(std::move(task));
                     }}} {}

  void submit(int number, int rounds = 1) {
    batcher.submit(std::make_unique<Job>(Job{.number = number, .rounds = rounds}));
  }

  /// Runs what is to be run elsewhere, until nothing is left.
  bool run_elsewhere() {
    bool has_run = false;
    for (;;) {
      storage::Task task;
      {
        const std::lock_guard lock{mutex};
        if (elsewhere.empty()) {
          return has_run;
        }
        task = std::move(elsewhere.front());
        elsewhere.pop_front();
      }
      task(database);
      has_run = true;
    }
  }

  std::function<void()> before = [] {};  // each batch
  std::atomic<bool> is_one_at_a_time = true;
  std::mutex mutex;
  Numbers batches;
  std::vector<int> finished;
  std::deque<storage::Task> elsewhere;
  storage::Database database;  // that nobody asks
  Batcher batcher;

 private:
  void carry_out(Lane& lane, std::span<const std::unique_ptr<Job>> jobs) {
    is_one_at_a_time = is_one_at_a_time && !lane.is_busy.exchange(true);
    before();
    std::vector<int> numbers;
    for (const auto& job : jobs) {
      ++job->done;
      numbers.push_back(job->number);
    }
    {
      const std::lock_guard lock{mutex};
      batches.push_back(numbers);
    }
    lane.is_busy = false;
  }
};

/// The first batch is under way, in a thread of its own, until it may go on.
struct BusyWorld : World {
  explicit BusyWorld(const storage::BatchSizes& sizes) : World{sizes} {
    before = [this] {
      if (is_first.exchange(false)) {
        is_under_way.count_down();
        may_go_on.acquire();
      }
    };
    first = std::jthread{[this] { submit(0); }};
    is_under_way.wait();
  }
  ~BusyWorld() { go_on(); }
  BusyWorld(const BusyWorld&) = delete;
  BusyWorld& operator=(const BusyWorld&) = delete;

  void go_on() {
    if (first.joinable()) {
      may_go_on.release();
      first.join();
    }
  }

  std::atomic<bool> is_first = true;
  std::binary_semaphore may_go_on{0};
  std::latch is_under_way{1};
  std::jthread first;
};

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(a_job_alone_is_carried_out_and_finished_by_its_own_thread) {
  World world{{.lanes = 1, .jobs_max = 64}};
  std::thread::id carried_out_by;
  world.before = [&] { carried_out_by = std::this_thread::get_id(); };
  world.submit(7);
  BOOST_TEST((world.batches == Numbers{{7}}));
  BOOST_TEST((world.finished == std::vector<int>{7}));
  BOOST_TEST((carried_out_by == std::this_thread::get_id()));
  BOOST_TEST(world.elsewhere.empty());
}

/// One job is under way, `waiting` others wait; then it goes on.
Numbers batches_of(int waiting, std::size_t jobs_max) {
  BusyWorld world{{.lanes = 2, .jobs_max = jobs_max, .worth_lane = 1000}};
  for (int number = 1; number <= waiting; ++number) {
    world.submit(number);  // nobody waits here
    BOOST_TEST(world.batcher.waiting() == static_cast<std::size_t>(number));
  }
  world.go_on();
  // The next batch is another thread's, so that the first one's answer is not held up.
  BOOST_TEST((world.finished == std::vector<int>{0}));
  world.run_elsewhere();
  BOOST_TEST(world.finished.size() == static_cast<std::size_t>(waiting) + 1);
  return world.batches;
}

BOOST_AUTO_TEST_CASE(what_gathers_meanwhile_goes_together_in_the_order_it_came) {
  const auto batches = batches_of(5, 64);
  BOOST_TEST((batches == Numbers{{0}, {1, 2, 3, 4, 5}}));
}

BOOST_AUTO_TEST_CASE(no_batch_is_larger_than_it_may_be) {
  const auto batches = batches_of(7, 3);
  BOOST_TEST((batches == Numbers{{0}, {1, 2, 3}, {4, 5, 6}, {7}}));
}

BOOST_AUTO_TEST_CASE(a_further_lane_opens_for_as_many_as_are_worth_it) {
  BusyWorld world{{.lanes = 2, .jobs_max = 64, .worth_lane = 3}};
  world.submit(1);
  world.submit(2);
  BOOST_TEST(world.batches.empty());
  // The third to wait opens the other lane, and takes the others along.
  world.submit(3);
  BOOST_TEST((world.batches == Numbers{{1, 2, 3}}));
  BOOST_TEST((world.finished == std::vector<int>{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(whoever_is_on_the_way_takes_all_along) {
  BusyWorld world{{.lanes = 2, .jobs_max = 64, .worth_lane = 2}};
  world.submit(1);
  world.go_on();  // leaves the next batch to another thread, which has not come yet
  world.submit(2);
  world.submit(3);
  BOOST_TEST((world.batches == Numbers{{0}}));
  world.run_elsewhere();
  BOOST_TEST((world.batches == Numbers{{0}, {1, 2, 3}}));
}

BOOST_AUTO_TEST_CASE(a_job_that_nobody_waits_for_any_more_is_only_finished) {
  BusyWorld world{{.lanes = 1, .jobs_max = 64}};
  for (int number = 1; number <= 4; ++number) {
    world.batcher.submit(
        std::make_unique<Job>(Job{.number = number, .is_abandoned = number % 2 == 0}));
  }
  world.go_on();
  world.run_elsewhere();
  BOOST_TEST((world.batches == Numbers{{0}, {1, 3}}));
  std::ranges::sort(world.finished);
  BOOST_TEST((world.finished == std::vector<int>{0, 1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(of_jobs_that_nobody_waits_for_there_is_no_batch) {
  World world{{.lanes = 1, .jobs_max = 64}};
  world.batcher.submit(std::make_unique<Job>(Job{.number = 1, .is_abandoned = true}));
  BOOST_TEST(world.batches.empty());
  world.submit(2);
  BOOST_TEST((world.batches == Numbers{{2}}));
  BOOST_TEST((world.finished == std::vector<int>{1, 2}));
}

BOOST_AUTO_TEST_CASE(who_comes_again_comes_with_the_next_batch_before_those_who_wait) {
  BusyWorld world{{.lanes = 1, .jobs_max = 2}};
  world.submit(1, 3);
  world.submit(2);
  world.submit(3);
  world.submit(4);
  world.go_on();
  world.run_elsewhere();
  BOOST_TEST((world.batches == Numbers{{0}, {1, 2}, {1, 3}, {1, 4}}));
  BOOST_TEST((world.finished == std::vector<int>{0, 2, 3, 1, 4}));
}

BOOST_AUTO_TEST_CASE(many_threads_on_few_lanes_are_each_served_and_a_lane_serves_one_at_a_time) {
  constexpr int kThreads = 8;
  constexpr int kJobs = 4'000;
  World world{{.lanes = 2, .jobs_max = 5, .worth_lane = 3}};
  std::size_t wanted = 0;
  for (int number = 0; number < kThreads * kJobs; ++number) {
    wanted += static_cast<std::size_t>(1 + number % 3);
  }
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int i = 0; i < kJobs; ++i) {
          const int number = thread * kJobs + i;
          world.submit(number, 1 + number % 3);
          world.run_elsewhere();
        }
      });
    }
  }
  // A batch may have been left for the others by the thread that came last.
  while (world.run_elsewhere()) {
  }
  BOOST_TEST(world.batcher.waiting() == 0U);
  std::size_t carried_out = 0;
  std::size_t largest = 0;
  for (const auto& batch : world.batches) {
    carried_out += batch.size();
    largest = std::max(largest, batch.size());
  }
  BOOST_TEST(carried_out == wanted);
  BOOST_TEST(largest <= 5U);
  BOOST_TEST(world.is_one_at_a_time);
  std::ranges::sort(world.finished);
  BOOST_TEST(world.finished.size() == static_cast<std::size_t>(kThreads * kJobs));
  BOOST_TEST((std::ranges::adjacent_find(world.finished) == world.finished.end()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
