#include "server/bounded_queue.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "lone_context.hpp"

namespace daymark::unit_tests {
namespace {

using server::BoundedQueue;

/// Remembers which tasks ran, in their order. Tasks that are brought while another one runs wait.
struct World {
  bool bring(BoundedQueue& queue, const std::string& network, const std::string& name) {
    return queue.run(lone.context, network, [this, name](Context&) { done.push_back(name); });
  }

  LoneContext lone;
  std::vector<std::string> done;
};

constexpr const char* kHome = "203.0.113.0/24";
constexpr const char* kOffice = "198.51.100.0/24";

BOOST_FIXTURE_TEST_SUITE(bounded_queue, World)

BOOST_AUTO_TEST_CASE(a_task_runs_at_once_where_nothing_runs) {
  BoundedQueue queue{{.running_max = 1, .waiting_max = 0, .waiting_of_network_max = 0}};
  BOOST_TEST(bring(queue, kHome, "first"));
  BOOST_TEST(bring(queue, kHome, "second"));
  BOOST_TEST(done == (std::vector<std::string>{"first", "second"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_beyond_the_limit_is_refused_and_never_runs) {
  BoundedQueue queue{{.running_max = 1, .waiting_max = 2, .waiting_of_network_max = 2}};
  BOOST_TEST(queue.run(lone.context, kHome, [&](Context&) {
    BOOST_TEST(bring(queue, kHome, "one"));
    BOOST_TEST(bring(queue, kHome, "two"));
    BOOST_TEST(!bring(queue, kHome, "three"));
    BOOST_TEST(!bring(queue, kOffice, "four"));
  }));
  BOOST_TEST(done == (std::vector<std::string>{"one", "two"}), boost::test_tools::per_element());
  BOOST_TEST(bring(queue, kHome, "five"));
  BOOST_TEST(done.back() == "five");
}

BOOST_AUTO_TEST_CASE(one_network_leaves_room_for_others_and_they_go_first) {
  BoundedQueue queue{{.running_max = 1, .waiting_max = 4, .waiting_of_network_max = 2}};
  BOOST_TEST(queue.run(lone.context, kHome, [&](Context&) {
    BOOST_TEST(bring(queue, kHome, "home 1"));
    BOOST_TEST(bring(queue, kHome, "home 2"));
    BOOST_TEST(!bring(queue, kHome, "home 3"));
    BOOST_TEST(bring(queue, kOffice, "office 1"));
    BOOST_TEST(bring(queue, kOffice, "office 2"));
  }));
  BOOST_TEST(done == (std::vector<std::string>{"office 1", "home 1", "office 2", "home 2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_many_threads_only_so_many_run_and_what_was_taken_is_done) {
  constexpr int kThreads = 8;
  constexpr int kTasks = 500;
  constexpr int kRunningMax = 2;
  BoundedQueue queue{{.running_max = kRunningMax, .waiting_max = 4, .waiting_of_network_max = 3}};
  std::atomic<int> running = 0;
  std::atomic<int> running_most = 0;
  std::atomic<int> taken = 0;
  std::atomic<int> ran = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int task = 0; task < kTasks; ++task) {
          const bool is_taken = queue.run(lone.context, std::to_string(thread % 3), [&](Context&) {
            const int now = ++running;
            int most = running_most;
            while (now > most && !running_most.compare_exchange_weak(most, now)) {
            }
            ++ran;
            --running;
          });
          taken += is_taken ? 1 : 0;
        }
      });
    }
  }
  BOOST_TEST(running_most <= kRunningMax);
  BOOST_TEST(ran == taken);
  BOOST_TEST(taken > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
