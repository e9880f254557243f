#include "storage/batcher.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

namespace daymark::unit_tests {
namespace {

struct Job {
  int number = 0;
  int rounds = 1;  // it comes again until these are over
  int done = 0;
};

struct Lane {
  std::atomic<bool> is_busy = false;
};

using Batcher = storage::Batcher<Job, Lane>;

bool comes_again(const Job& job) { return job.done < job.rounds; }

/// Carries jobs out, and keeps what came together.
struct Record {
  void operator()(Lane& lane, std::span<Job* const> jobs) {
    is_one_at_a_time = is_one_at_a_time && !lane.is_busy.exchange(true);
    before();
    std::vector<int> numbers;
    for (auto* job : jobs) {
      ++job->done;
      numbers.push_back(job->number);
    }
    {
      const std::lock_guard lock{mutex};
      batches.push_back(numbers);
    }
    lane.is_busy = false;
  }

  std::function<void()> before = [] {};
  std::atomic<bool> is_one_at_a_time = true;
  std::mutex mutex;
  std::vector<std::vector<int>> batches;
};

/// Waits without sleeping until so many threads have gone to wait.
template <class Condition>
void wait_until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(a_job_alone_is_carried_out_by_its_own_thread) {
  Record record;
  std::thread::id carried_out_by;
  record.before = [&] { carried_out_by = std::this_thread::get_id(); };
  Batcher batcher{{.lanes = 1, .jobs_max = 64}, std::ref(record), comes_again};
  Job job{.number = 7};
  batcher.run(job);
  BOOST_TEST(job.done == 1);
  BOOST_TEST((carried_out_by == std::this_thread::get_id()));
  BOOST_TEST((record.batches == std::vector<std::vector<int>>{{7}}));
}

/// One job is under way, `waiting` others wait; then it goes on.
std::vector<std::vector<int>> batches_of(int waiting, std::size_t jobs_max) {
  Record record;
  std::binary_semaphore may_go_on{0};
  std::latch is_under_way{1};
  std::atomic<bool> is_first = true;
  record.before = [&] {
    if (is_first.exchange(false)) {
      is_under_way.count_down();
      may_go_on.acquire();
    }
  };
  Batcher batcher{
      {.lanes = 2, .jobs_max = jobs_max, .worth_lane = 1000}, std::ref(record), comes_again};
  std::vector<std::jthread> threads;
  threads.emplace_back([&] {
    Job job{.number = 0};
    batcher.run(job);
  });
  is_under_way.wait();
  for (int number = 1; number <= waiting; ++number) {
    threads.emplace_back([&, number] {
      Job job{.number = number};
      batcher.run(job);
    });
    wait_until([&] { return batcher.waiting() == static_cast<std::size_t>(number); });
  }
  may_go_on.release();
  threads.clear();
  return record.batches;
}

BOOST_AUTO_TEST_CASE(what_gathers_meanwhile_goes_together_in_the_order_it_came) {
  const auto batches = batches_of(5, 64);
  BOOST_TEST((batches == std::vector<std::vector<int>>{{0}, {1, 2, 3, 4, 5}}));
}

BOOST_AUTO_TEST_CASE(no_batch_is_larger_than_it_may_be) {
  const auto batches = batches_of(7, 3);
  BOOST_TEST((batches == std::vector<std::vector<int>>{{0}, {1, 2, 3}, {4, 5, 6}, {7}}));
}

BOOST_AUTO_TEST_CASE(a_further_lane_opens_for_as_many_as_are_worth_it) {
  Record record;
  std::binary_semaphore may_go_on{0};
  std::latch is_under_way{1};
  std::atomic<bool> is_first = true;
  record.before = [&] {
    if (is_first.exchange(false)) {
      is_under_way.count_down();
      may_go_on.acquire();
    }
  };
  Batcher batcher{{.lanes = 2, .jobs_max = 64, .worth_lane = 3}, std::ref(record), comes_again};
  const auto run = [&](int number) {
    Job job{.number = number};
    batcher.run(job);
  };
  const std::jthread first{[&] { run(0); }};
  is_under_way.wait();
  {
    const std::jthread second{[&] { run(1); }};
    wait_until([&] { return batcher.waiting() == 1U; });
    const std::jthread third{[&] { run(2); }};
    wait_until([&] { return batcher.waiting() == 2U; });
    // The third to wait opens the other lane, and takes the others along.
    run(3);
  }
  BOOST_TEST((record.batches == std::vector<std::vector<int>>{{3, 1, 2}}));
  may_go_on.release();
}

BOOST_AUTO_TEST_CASE(who_comes_again_comes_with_the_next_batch_and_is_not_lost) {
  Record record;
  Batcher batcher{{.lanes = 1, .jobs_max = 4}, std::ref(record), comes_again};
  Job job{.number = 1, .rounds = 3};
  batcher.run(job);
  BOOST_TEST(job.done == 3);
  BOOST_TEST(record.batches.size() == 3U);
}

BOOST_AUTO_TEST_CASE(many_threads_on_few_lanes_are_each_served_and_a_lane_serves_one_at_a_time) {
  constexpr int kThreads = 16;
  constexpr int kJobs = 2'000;
  Record record;
  Batcher batcher{{.lanes = 2, .jobs_max = 5, .worth_lane = 3}, std::ref(record), comes_again};
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int number = 0; number < kJobs; ++number) {
          Job job{.number = number, .rounds = 1 + (thread + number) % 3};
          batcher.run(job);
          if (job.done != job.rounds) {
            BOOST_ERROR("a job was carried out " << job.done << " times of " << job.rounds);
          }
        }
      });
    }
  }
  std::size_t carried_out = 0;
  std::size_t largest = 0;
  for (const auto& batch : record.batches) {
    carried_out += batch.size();
    largest = std::max(largest, batch.size());
  }
  // Rounds of 1, 2 and 3 come in turn.
  std::size_t wanted = 0;
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int number = 0; number < kJobs; ++number) {
      wanted += static_cast<std::size_t>(1 + (thread + number) % 3);
    }
  }
  BOOST_TEST(carried_out == wanted);
  BOOST_TEST(largest <= 5U);
  BOOST_TEST(record.is_one_at_a_time);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
