// Idempotency keys: whoever sends a request once more gets the first answer, and nothing twice.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <string>
#include <variant>
#include <vector>

#include "mood/entry_json.hpp"
#include "server/sha256.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;

server::IdempotencyKey key_of(const std::string& text, const std::string& body = "body") {
  return {.text = text, .request_hash = server::sha256_bytea(body)};
}

std::string text(const mood::Recorded& recorded) {
  server::json::Writer out;
  out.begin_object();
  out.key("entry");
  mood::write_entry(out, recorded.entry);
  mood::write_streak_status(out, recorded.status);
  out.end_object();
  return out.take();
}

struct Retrying : CheckedWorld {
  Somebody somebody{*this};
  mood::NewEntry new_entry{.mood = "good", .rating = 4, .note = "a note", .tags = {"a", "b"}};

  auto send(const server::IdempotencyKey& key) {
    return recorder.record(database, somebody.credentials(), new_entry, key, now);
  }
  std::string sent(const server::IdempotencyKey& key) {
    return text(std::get<mood::Recorded>(send(key)));
  }
  std::string entries() { return ask(admin, "select count(*) from entries"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retries, Retrying)

BOOST_AUTO_TEST_CASE(the_same_request_gets_the_first_answer_and_is_recorded_once) {
  const auto first = sent(key_of("a"));
  now += days{1};
  // Where the account stands has changed since; what was answered has not.
  static_cast<void>(somebody.record({.mood = "awful", .rating = 1}));
  BOOST_TEST(sent(key_of("a")) == first);
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(an_answer_outlives_its_entry) {
  const auto first = sent(key_of("a"));
  somebody.remove({std::stoll(ask(admin, "select entry_id from entries"))});
  BOOST_TEST(sent(key_of("a")) == first);
  BOOST_TEST(entries() == "0");
}

BOOST_AUTO_TEST_CASE(another_key_is_another_request) {
  static_cast<void>(sent(key_of("a")));
  static_cast<void>(sent(key_of("A")));
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(another_body_with_the_key_is_refused) {
  static_cast<void>(sent(key_of("a")));
  BOOST_TEST(std::holds_alternative<mood::KeyReused>(send(key_of("a", "another"))));
  BOOST_TEST(entries() == "1");
}

BOOST_AUTO_TEST_CASE(a_key_is_an_accounts_own) {
  const Somebody other{*this};
  static_cast<void>(sent(key_of("a")));
  BOOST_TEST(std::holds_alternative<mood::Recorded>(
      recorder.record(database, other.credentials(), new_entry, key_of("a", "another"), now)));
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_key_is_forgotten_after_seven_days) {
  static_cast<void>(sent(key_of("a")));
  now += days{7} - std::chrono::microseconds{1};
  static_cast<void>(sent(key_of("a")));
  BOOST_TEST(entries() == "1");
  now += std::chrono::microseconds{1};
  const auto second = sent(key_of("a", "another"));
  BOOST_TEST(entries() == "2");
  now += days{6};
  BOOST_TEST(sent(key_of("a", "another")) == second);
  BOOST_TEST(entries() == "2");
}

BOOST_AUTO_TEST_CASE(a_refused_request_leaves_its_key_free) {
  new_entry.day = day("2100-01-01");
  BOOST_TEST(std::holds_alternative<mood::DayInFuture>(send(key_of("a"))));
  new_entry.day.reset();
  static_cast<void>(sent(key_of("a")));
  BOOST_TEST(entries() == "1");
}

BOOST_AUTO_TEST_CASE(a_percentile_is_kept_with_the_answer) {
  static_cast<void>(add_accounts(admin, 3, {}));
  rebuild_histogram(admin);
  const auto first = sent(key_of("a"));
  BOOST_TEST(first.find("\"percentile\":100,\"compared_with\":3") != std::string::npos, first);
  static_cast<void>(add_accounts(admin, 1, {}));
  rebuild_histogram(admin);
  BOOST_TEST(sent(key_of("a")) == first);
}

BOOST_AUTO_TEST_CASE(of_many_at_once_one_is_recorded_and_all_are_told_the_same) {
  constexpr int kRounds = 20;
  constexpr int kClients = 16;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::string> answers(kClients);
    in_parallel(kClients, [&](int client) {
      storage::Database own;
      answers.at(static_cast<std::size_t>(client)) = text(std::get<mood::Recorded>(recorder.record(
          own, somebody.credentials(), new_entry, key_of("round " + std::to_string(round)), now)));
    });
    for (const auto& answer : answers) {
      BOOST_TEST(answer == answers.front());
    }
    BOOST_TEST(entries() == std::to_string(round + 1));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
