// The background jobs as they run beside the service.
#include <signal.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "support/deadline.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::seconds;
using support::await;

/// Longer than it takes until the table is looked at again.
constexpr seconds kPollMax{15};

struct JobsWorld : World {
  /// A job of the service that costs nothing.
  void make_due() {
    database.query("update jobs set due_at = now() where kind = 'purge_point_totals'");
  }

  bool is_done() {
    return !database
                .query(
                    "select from jobs where kind = 'purge_point_totals' and due_at > now() and "
                    "lease is null")
                .empty();
  }

  static pid_t process() {
    const auto found = support::find_process(service(), "jobs");
    BOOST_REQUIRE(found.has_value());
    return *found;
  }

  /// Until another process has taken its place.
  static bool is_replaced(pid_t before) {
    const auto after = support::find_process(service(), "jobs");
    return after && *after != before;
  }

  /// What they show, as soon as they run.
  static std::string figures() {
    auto place = service();
    place.port = service().jobs_metrics_port;
    place.url = "http://" + place.host + ":" + place.port;
    HttpClient prometheus{place};
    std::string text;
    static_cast<void>(await(kPollMax, [&] {
      try {
        text = prometheus.send({.method = "GET", .target = "/metrics"}).body;
      } catch (const support::NoAnswer&) {
        return false;
      }
      return true;
    }));
    return text;
  }

  support::Database database{service()};
};

BOOST_FIXTURE_TEST_SUITE(jobs, JobsWorld)

BOOST_AUTO_TEST_CASE(what_is_due_is_done) {
  make_due();
  BOOST_TEST(await(kPollMax, [&] { return is_done(); }));
}

BOOST_AUTO_TEST_CASE(jobs_that_were_killed_are_back_and_go_on) {
  const auto before = process();
  support::kill_process(before);
  BOOST_TEST(await(seconds{2}, [&] { return is_replaced(before); }));
  make_due();
  BOOST_TEST(await(kPollMax, [&] { return is_done(); }));
}

BOOST_AUTO_TEST_CASE(jobs_that_are_asked_to_end_do_not_wait_for_the_next_poll) {
  for (const int signal : {SIGTERM, SIGINT}) {
    BOOST_TEST(figures() != "");  // what starts it may overhear SIGINT
    const auto before = process();
    BOOST_TEST(::kill(before, signal) == 0);
    // Two seconds of it are the library's that shows the figures.
    BOOST_TEST(await(seconds{4}, [&] { return !support::is_running(before); }));
    BOOST_TEST(await(seconds{2}, [&] { return is_replaced(before); }));
  }
}

BOOST_AUTO_TEST_CASE(their_figures_are_on_a_port_of_their_own_and_not_on_the_web_servers) {
  const auto text = figures();
  for (const std::string figure : {"daymark_jobs_due ", "daymark_jobs_parked 0",
                                   "daymark_jobs_done_total{kind=\"purge_sessions\"} ",
                                   "daymark_jobs_failed_total{kind=\"adjust_task_limit\"} 0"}) {
    BOOST_TEST(text.find("\n" + figure) != std::string::npos, text);
  }
  BOOST_TEST(client.send({.method = "GET", .target = "/metrics"}).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
