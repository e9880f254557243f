// What one request or one dead process does to the others: nothing.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <deque>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/deadline.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using support::await;
using support::SteadyClock;

constexpr seconds kBackWithin{1};
// What the test itself may add: it asks s6-svstat between requests.
constexpr milliseconds kMeasuring{250};

double to_ms(SteadyClock::duration time) {
  return std::chrono::duration<double, std::milli>{time}.count();
}

BOOST_FIXTURE_TEST_SUITE(resilience, World)

BOOST_AUTO_TEST_CASE(a_killed_worker_is_back_within_a_second_and_no_request_fails) {
  Person person{client};
  for (const std::string pool : {"web-", "auth-", "bulk-"}) {
    const auto workers = support::list_services(service(), pool);
    BOOST_TEST(workers.size() >= 2U);
    for (const auto& worker : workers) {
      BOOST_TEST_CONTEXT(worker) {
        const auto before = support::find_process(service(), worker);
        BOOST_REQUIRE(before.has_value());
        support::kill_process(*before);
        const auto killed_at = SteadyClock::now();
        BOOST_REQUIRE(await(seconds{1}, [&] { return !support::is_running(*before); }));
        bool is_back = false;
        while (!is_back && SteadyClock::now() - killed_at < 5 * kBackWithin) {
          BOOST_TEST(person.get("/mood").status == 200);
          BOOST_TEST(person.post("/mood", object({{"rating", 3}})).status == 201);
          BOOST_TEST(person.patch("/me", object({{"language", "en"}})).status == 200);
          const auto after = support::find_process(service(), worker);
          is_back = after && *after != *before;
        }
        BOOST_TEST(is_back);
        BOOST_TEST(to_ms(SteadyClock::now() - killed_at) < to_ms(kBackWithin + kMeasuring));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_whole_pool_that_was_killed_answers_the_requests_that_waited_for_it) {
  Person person{client};
  person.get("/mood");
  for (const auto& worker : support::list_services(service(), "web-")) {
    if (const auto process = support::find_process(service(), worker)) {
      support::kill_process(*process);
      BOOST_REQUIRE(await(seconds{1}, [&] { return !support::is_running(*process); }));
    }
  }
  in_parallel(8, [&](int) {
    auto own_client = make_client();
    Person same{own_client, person};
    if (const auto status = same.get("/mood").status; status != 200) {
      throw std::runtime_error{"GET /mood while the pool was down: " + std::to_string(status)};
    }
  });
}

BOOST_AUTO_TEST_CASE(a_storm_of_sign_ins_does_not_hold_up_moods) {
  Person person{client};
  // Of somebody else: a hundred sign-ins in an hour would end the session of the moods.
  const Person stormy{client};
  std::atomic<bool> is_over = false;
  std::atomic<int> sign_ins = 0;
  std::jthread storm{[&] {
    in_parallel(16, [&](int) {
      auto own_client = make_client();
      while (!is_over) {
        const auto answer = own_client.send(json_request(
            "POST", "/auth/signin",
            object({{"username", stormy.username()}, {"password", support::kPassword}})));
        sign_ins += answer.status == 200 ? 1 : 0;
      }
    });
  }};
  std::vector<SteadyClock::duration> times;
  const auto start = SteadyClock::now();
  // Until the storm is there, and then for two seconds of it.
  while (sign_ins < 16 || SteadyClock::now() - start < seconds{2}) {
    const auto asked_at = SteadyClock::now();
    if (person.get("/mood").status != 200) {
      is_over = true;
      BOOST_FAIL("GET /mood failed");
    }
    times.push_back(SteadyClock::now() - asked_at);
    if (SteadyClock::now() - start > seconds{60}) {
      break;
    }
  }
  is_over = true;
  storm.join();
  std::ranges::sort(times);
  const auto median = times[times.size() / 2];
  BOOST_TEST_MESSAGE(sign_ins << " sign-ins; GET /mood: " << times.size() << ", median "
                              << to_ms(median) << " ms, slowest " << to_ms(times.back()) << " ms");
  BOOST_TEST(sign_ins >= 16);
  BOOST_TEST(to_ms(median) < 100);
  BOOST_TEST(to_ms(times.back()) < 1'000);
}

BOOST_AUTO_TEST_CASE(posts_at_once_on_one_account_all_count) {
  Person person{client};
  const auto today = person.today();
  in_parallel(16, [&](int number) {
    auto own_client = make_client();
    Person same{own_client, person};
    for (int day = 0; day < 5; ++day) {
      same.record_on(today - std::chrono::days{(number + day) % 16});
    }
  });
  const auto shown = person.get("/mood?limit=100").json();
  BOOST_TEST(shown["moods"].as_array().size() == 80U);
  BOOST_TEST(shown["streak"].as_integer() == 16);
  BOOST_TEST(shown["longest_streak"].as_integer() == 16);
}

BOOST_AUTO_TEST_CASE(one_account_with_64_connections_and_60_others_are_all_counted_rightly) {
  constexpr std::size_t kBusy = 64;
  constexpr std::size_t kOthers = 60;
  constexpr std::size_t kPosts = 3;
  Person busy{client};
  std::deque<HttpClient> clients;
  std::vector<Person> others;
  for (std::size_t number = 0; number < kOthers; ++number) {
    others.emplace_back(clients.emplace_back(make_client()));
  }
  std::vector<std::vector<std::string>> ids(kBusy + kOthers);
  in_parallel(kBusy + kOthers, [&](int thread) {
    const auto number = static_cast<std::size_t>(thread);
    auto own_client = make_client();
    Person same{own_client, number < kBusy ? busy : others[number - kBusy]};
    for (std::size_t post = 0; post < kPosts; ++post) {
      ids[number].push_back(same.record());
    }
  });
  support::Database database{service()};
  const auto expect_stored = [&](const Person& person, std::set<std::string> answered) {
    std::set<std::string> stored;
    for (const auto& row : database.query(
             "select entry_id from entries where account_id = $1::bigint", {person.id()})) {
      stored.insert(row[0]);
    }
    BOOST_TEST(stored == answered, boost::test_tools::per_element());
    const auto figures = database.query(
        "select mood_entries, longest_mood_streak from accounts where account_id = $1::bigint",
        {person.id()});
    BOOST_TEST(figures.at(0).at(0) == std::to_string(answered.size()));
    BOOST_TEST(figures.at(0).at(1) == "1");
  };
  std::set<std::string> of_busy;
  for (std::size_t number = 0; number < kBusy; ++number) {
    of_busy.insert(ids[number].begin(), ids[number].end());
  }
  BOOST_TEST(of_busy.size() == kBusy * kPosts);
  expect_stored(busy, of_busy);
  for (std::size_t number = 0; number < kOthers; ++number) {
    const auto& own = ids[kBusy + number];
    expect_stored(others[number], {own.begin(), own.end()});
  }
}

BOOST_AUTO_TEST_CASE(of_deletes_at_once_of_one_entry_exactly_one_succeeds) {
  Person person{client};
  const auto id = person.record();
  std::atomic<int> deleted = 0;
  std::atomic<int> missing = 0;
  in_parallel(16, [&](int) {
    auto own_client = make_client();
    Person same{own_client, person};
    const auto status = same.remove("/mood/" + id).status;
    deleted += status == 204 ? 1 : 0;
    missing += status == 404 ? 1 : 0;
  });
  BOOST_TEST(deleted == 1);
  BOOST_TEST(missing == 15);
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_halfway_stores_nothing) {
  Person person{client};
  const auto head = raw_request("POST /mood HTTP/1.1",
                                "Content-Type: application/json\r\nContent-Length: 1000\r\n"
                                "Authorization: Bearer " +
                                    person.token() + "\r\n");
  in_parallel(32, [&](int) {
    const HttpClient quiet{service()};
    quiet.send_and_leave(head + R"({"rating":3)");
  });
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
