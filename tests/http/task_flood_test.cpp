// Many requests for tasks of one account at the same time: exactly as many as the limit allows are
// carried out.
//
//   DAYMARK_TEST_SEED     which limits there are is the same for the same seed (20260310)
//   DAYMARK_TEST_ROUNDS   how many floods, each with a quota of its own (1000)
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <vector>

#include "tasks.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

constexpr int kClients = 50;
constexpr int kGreatestLimit = 12;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

struct Flood : Tasks {
  std::vector<HttpClient> clients;

  Flood() {
    for (int number = 0; number < kClients; ++number) {
      clients.push_back(make_client());
    }
  }

  /// What each client is answered, all asking at once.
  std::vector<Answer> post_at_once(const Json& task, const Headers& headers = {}) {
    std::vector<Answer> answers(kClients);
    in_parallel(kClients, [&](int number) {
      const auto at = static_cast<std::size_t>(number);
      answers[at] = Person{clients[at], person}.post("/task", task, headers);
    });
    return answers;
  }

  /// The quota of today, if there is one, becomes one of a day long ago.
  void end_quota(std::uint64_t days_ago) {
    const auto day = support::to_text(person.today());
    const std::vector<std::string> parameters{person.id(), day, std::to_string(days_ago)};
    for (const auto* statement :
         {"update task_quotas set day = day - $3::integer, ends_at = ends_at - $3::integer * "
          "interval '1 day' where account_id = $1::bigint and day = $2::date",
          "update tasks set day = day - $3::integer where account_id = $1::bigint and "
          "day = $2::date"}) {
      database.query(statement, parameters);
    }
  }

  void expect_exactly(int limit, const std::vector<Answer>& answers, system_clock::time_point from,
                      system_clock::time_point to);
  void expect_kept(int limit);
};

/// The answers of one round, sent and received between two instants.
void Flood::expect_exactly(int limit, const std::vector<Answer>& answers,
                           system_clock::time_point from, system_clock::time_point to) {
  const auto end = end_of_today(person);
  std::vector<std::int64_t> used;
  for (const auto& answer : answers) {
    if (answer.status == 201) {
      const auto body = answer.json();
      used.push_back(body["used"].as_integer());
      BOOST_REQUIRE(body["limit"].as_integer() == limit);
      BOOST_REQUIRE(body["remaining"].as_integer() == limit - used.back());
      BOOST_REQUIRE(body["resets_at"].as_string() == support::to_text(end));
      continue;
    }
    BOOST_REQUIRE_MESSAGE(answer.status == 429, answer.status << " " << answer.body);
    BOOST_REQUIRE(answer.code() == "daily-task-limit");
    const seconds wait{std::stoll(answer.header("Retry-After"))};
    BOOST_REQUIRE((wait >= std::chrono::ceil<seconds>(end - to)));
    BOOST_REQUIRE((wait <= std::chrono::ceil<seconds>(end - from)));
  }
  // The first, the second, … and the last, each once.
  std::ranges::sort(used);
  BOOST_REQUIRE(std::ssize(used) == limit);
  for (int number = 0; number < limit; ++number) {
    BOOST_REQUIRE(used[static_cast<std::size_t>(number)] == number + 1);
  }
}

/// The rows of today, and what the account is told of them.
void Flood::expect_kept(int limit) {
  const auto kept = ask(
      "select (select count(*) from tasks where account_id = $1::bigint and day = $2::date) || ' ' "
      "|| coalesce((select used || ' ' || done || ' ' || deleted from task_quotas where account_id "
      "= $1::bigint and day = $2::date), 'none')",
      {person.id(), support::to_text(person.today())});
  const auto number = std::to_string(limit);
  BOOST_REQUIRE_EQUAL(kept, limit == 0 ? "0 none" : number + " " + number + " 0 0");
  const auto page = list("?limit=100");
  BOOST_REQUIRE_EQUAL(page["used"].as_integer(), limit);
  BOOST_REQUIRE_EQUAL(page["remaining"].as_integer(), 0);
  BOOST_REQUIRE_EQUAL(page["tasks"].as_array().size(), static_cast<std::size_t>(limit));
}

BOOST_FIXTURE_TEST_SUITE(task_flood, Flood)

BOOST_AUTO_TEST_CASE(of_fifty_at_once_exactly_as_many_as_the_limit_succeed_each_time) {
  const auto seed = number_from("DAYMARK_TEST_SEED", 20260310);
  const auto rounds = number_from("DAYMARK_TEST_ROUNDS", 1000);
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << rounds << " rounds");
  std::mt19937_64 random{seed};
  int added = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto limit_now = static_cast<int>(random() % (kGreatestLimit + 1));
    limit(person, limit_now);
    BOOST_TEST_CONTEXT("round " << round << ", limit " << limit_now) {
      const auto from = system_clock::now();
      const auto answers = post_at_once(new_task("Of round " + std::to_string(round)));
      expect_exactly(limit_now, answers, from, system_clock::now());
      expect_kept(limit_now);
    }
    end_quota(rounds + 1 - round);
    added += limit_now;
  }
  BOOST_TEST_MESSAGE(added << " of " << rounds * kClients << " requests added a task");
  BOOST_TEST(ask("select count(*) || ' tasks, ' || count(q.day) || ' with a quota' from tasks k "
                 "left join task_quotas q using (account_id, day) where account_id = $1::bigint",
                 {person.id()}) ==
             std::to_string(added) + " tasks, " + std::to_string(added) + " with a quota");
  BOOST_TEST(ask("select coalesce(sum(used), 0) from task_quotas where account_id = $1::bigint",
                 {person.id()}) == std::to_string(added));
}

BOOST_AUTO_TEST_CASE(fifty_retries_at_once_of_one_request_are_one_task_and_one_answer) {
  const auto rounds = std::max<std::uint64_t>(1, number_from("DAYMARK_TEST_ROUNDS", 1000) / 20);
  limit(person, 1);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto name = "round-" + std::to_string(round);
    std::set<std::string> bodies;
    for (const auto& answer : post_at_once(new_task(name), idempotency_key(name))) {
      BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.status << " " << answer.body);
      bodies.insert(answer.body);
    }
    BOOST_REQUIRE_EQUAL(bodies.size(), 1U);
    expect_kept(1);
    end_quota(rounds + 1 - round);
  }
  BOOST_TEST(ask("select count(*) || ' tasks, ' || count(distinct title) || ' titles' from tasks "
                 "where account_id = $1::bigint",
                 {person.id()}) ==
             std::to_string(rounds) + " tasks, " + std::to_string(rounds) + " titles");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
