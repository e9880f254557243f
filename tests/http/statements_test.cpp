// How many statements a request costs the database, as PostgreSQL itself has counted them.
#include <signal.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

constexpr int kRequests = 50;

struct Counted {
  std::string query;
  long calls = 0;
};

struct Meter : World {
  support::Database database{service()};
  Person person{client};
  std::optional<pid_t> jobs = support::find_process(service(), "jobs");

  Meter() {
    // The jobs ask the database, too.
    if (jobs) {
      ::kill(*jobs, SIGSTOP);
    }
    // The workers' threads connect to the database when they first need it.
    in_parallel(16, [this](int) {
      auto own_client = make_client();
      Person same{own_client, person};
      for (int number = 0; number < 20; ++number) {
        same.remove_entry(same.record());
        same.get("/mood");
      }
    });
  }

  ~Meter() {
    if (jobs) {
      ::kill(*jobs, SIGCONT);
    }
  }
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  /// On the last ten days. Nothing can be earned from the hundredth on until the 250th.
  void have_a_hundred_entries() {
    Json::Array moods;
    for (int number = 0; number < 100; ++number) {
      const auto day = support::to_text(person.today() - std::chrono::days{number % 10});
      moods.push_back(object({{"rating", 3}, {"day", day}}));
    }
    BOOST_REQUIRE_EQUAL(person.post("/mood/import", object({{"moods", moods}})).status, 200);
  }

  /// What the workers asked while `work` ran, but for the time, which each process asks for once in
  /// ten seconds, however many requests there are.
  std::vector<Counted> count(const std::function<void()>& work) {
    database.query("select pg_stat_statements_reset()");
    work();
    std::vector<Counted> counted;
    // With constants as they are where the statement was prepared before the reset, and as
    // parameters where it was prepared after: the same statement all the same.
    for (const auto& row : database.query(R"sql(
           select min(query), sum(calls)
             from pg_stat_statements
             join pg_roles on oid = userid
            where rolname = 'daymark_worker'
              and query !~ 'clock_timestamp'
            group by regexp_replace(query, '''[^'']*''|-?\$?\y[0-9]+\y', '#', 'g')
            order by sum(calls) desc)sql")) {
      counted.push_back({.query = row[0], .calls = std::stol(row[1])});
    }
    return counted;
  }
};

void expect_no_transaction_commands(const std::vector<Counted>& counted) {
  for (const auto& statement : counted) {
    BOOST_TEST(!statement.query.starts_with("BEGIN"));
    BOOST_TEST(!statement.query.starts_with("begin"));
    BOOST_TEST(!statement.query.starts_with("COMMIT"));
    BOOST_TEST(!statement.query.starts_with("commit"));
  }
}

long sum(const std::vector<Counted>& counted) {
  long calls = 0;
  for (const auto& statement : counted) {
    BOOST_TEST_MESSAGE(statement.calls << " × " << statement.query.substr(0, 100));
    calls += statement.calls;
  }
  return calls;
}

BOOST_FIXTURE_TEST_SUITE(statements, Meter)

BOOST_AUTO_TEST_CASE(reading_moods_is_one_statement) {
  for (int number = 0; number < 5; ++number) {
    person.record();
  }
  const auto counted = count([this] {
    for (int number = 0; number < kRequests; ++number) {
      BOOST_REQUIRE_EQUAL(person.get("/mood?limit=3").status, 200);
    }
  });
  BOOST_TEST(sum(counted) == kRequests);
  BOOST_TEST(counted.size() == 1U);
}

BOOST_AUTO_TEST_CASE(
    recording_a_mood_of_today_is_a_look_and_two_statements_that_are_sent_together) {
  have_a_hundred_entries();
  const auto counted = count([this] {
    for (int number = 0; number < kRequests; ++number) {
      person.record();
    }
  });
  BOOST_TEST(sum(counted) == 3 * kRequests);
  BOOST_TEST(counted.size() == 3U);
  expect_no_transaction_commands(counted);
}

BOOST_AUTO_TEST_CASE(recording_a_mood_of_another_day_is_two_statements_and_no_transaction_block) {
  have_a_hundred_entries();
  const auto counted = count([this] {
    for (int number = 0; number < kRequests; ++number) {
      person.record_on(person.today() - std::chrono::days{1 + number % 9});
    }
  });
  BOOST_TEST(sum(counted) == 2 * kRequests);
  BOOST_TEST(counted.size() == 2U);
  expect_no_transaction_commands(counted);
}

BOOST_AUTO_TEST_CASE(recording_a_mood_that_earns_something_is_one_statement_more) {
  constexpr int kPeople = 10;
  std::vector<std::unique_ptr<Person>> people;
  for (int number = 0; number < kPeople; ++number) {
    people.push_back(std::make_unique<Person>(client));
  }
  const auto counted = count([&] {
    for (const auto& newcomer : people) {
      newcomer->record();
    }
  });
  BOOST_TEST(sum(counted) == 3 * kPeople);
  BOOST_TEST(counted.size() == 3U);
  expect_no_transaction_commands(counted);
}

BOOST_AUTO_TEST_CASE(deleting_a_mood_is_two_statements_and_no_transaction_block) {
  std::vector<std::string> ids;
  for (int number = 0; number < kRequests; ++number) {
    ids.push_back(person.record_on(person.today() - std::chrono::days{number % 10}));
  }
  const auto counted = count([&] {
    for (const auto& id : ids) {
      person.remove_entry(id);
    }
  });
  BOOST_TEST(sum(counted) <= 2 * kRequests);
  expect_no_transaction_commands(counted);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
