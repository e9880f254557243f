// Idempotency-Key: a request that is sent again and again, by clients that vanish, is carried out
// once.
//
//   DAYMARK_TEST_SEED     where the connections are cut is the same for the same seed (20260310)
//   DAYMARK_TEST_ROUNDS   how many requests, each sent 50 times (1000)
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <optional>
#include <random>
#include <set>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

constexpr int kRetries = 50;
constexpr int kClients = 25;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

Headers key(const std::string& text) { return {{"Idempotency-Key", text}}; }

struct Retrying : World {
  Person person{client};

  Answer post(const Json& entry, const std::string& with_key) {
    return person.post("/mood", entry, key(with_key));
  }
  std::size_t count_entries() {
    return person.get("/mood?limit=100").json()["moods"].as_array().size();
  }
};

/// The bytes of the request, to be cut off anywhere.
std::string bytes_of(const Person& person, const std::string& body, const std::string& with_key) {
  return raw_request("POST /mood HTTP/1.1",
                     "Authorization: Bearer " + person.token() +
                         "\r\nContent-Type: application/json" + "\r\nIdempotency-Key: " + with_key +
                         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") +
         body;
}

BOOST_FIXTURE_TEST_SUITE(retries, Retrying)

BOOST_AUTO_TEST_CASE(the_same_request_gets_the_first_answer) {
  const auto entry = object({{"rating", 4}, {"note", "a note"}, {"tags", array({"a", "б"})}});
  const auto first = post(entry, "one");
  BOOST_TEST(first.status == 201, first.body);
  person.record();
  const auto second = post(entry, "\"one\"");
  BOOST_TEST(second.status == 201);
  BOOST_TEST(second.body == first.body);
  BOOST_TEST(second.header("Location") == first.header("Location"));
  BOOST_TEST(!first.headers.has("Idempotency-Replayed"));
  BOOST_TEST(second.header("Idempotency-Replayed") == "true");
  BOOST_TEST(!post(entry, "two").headers.has("Idempotency-Replayed"));
  const auto of_yesterday =
      object({{"rating", 4}, {"day", support::to_text(person.today() - std::chrono::days{1})}});
  BOOST_TEST(!post(of_yesterday, "three").headers.has("Idempotency-Replayed"));
  BOOST_TEST(post(of_yesterday, "three").header("Idempotency-Replayed") == "true");
  BOOST_TEST(count_entries() == 4U);
}

BOOST_AUTO_TEST_CASE(the_key_with_another_body_is_refused) {
  BOOST_TEST(post(object({{"rating", 4}}), "one").status == 201);
  const auto refused = post(object({{"rating", 5}}), "one");
  BOOST_TEST(refused.status == 422);
  BOOST_TEST(refused.json()["errors"].as_array().at(0)["header"].as_string() == "Idempotency-Key");
  BOOST_TEST(refused.json()["errors"].as_array().at(0)["code"].as_string() == "key-reused");
  BOOST_TEST(count_entries() == 1U);
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_read_is_refused) {
  const auto entry = object({{"rating", 4}});
  const auto task = object({{"title", "a"}});
  for (const auto& headers : {key(""), key("\"\""), key(repeat("k", 256)), key("a b"), key("ключ"),
                              key("one") + key("one"), key("one") + key("two")}) {
    for (const auto& refused :
         {person.post("/mood", entry, headers), person.post("/task", task, headers),
          person.post("/mood", object({{"rating", 6}}), headers)}) {
      BOOST_TEST_CONTEXT(headers.begin()->value) {
        BOOST_TEST(refused.status == 400);
        BOOST_TEST(refused.code() == "malformed-header");
        BOOST_TEST(refused.json()["header"].as_string() == "Idempotency-Key");
      }
    }
  }
  BOOST_TEST(count_entries() == 0U);
  BOOST_TEST(post(entry, repeat("k", 255)).status == 201);
}

BOOST_AUTO_TEST_CASE(a_refused_request_can_be_mended_with_the_same_key) {
  BOOST_TEST(post(object({{"rating", 6}}), "one").status == 422);
  BOOST_TEST(post(object({{"rating", 5}}), "one").status == 201);
}

BOOST_AUTO_TEST_CASE(a_key_is_an_accounts_own) {
  Person other{client};
  BOOST_TEST(post(object({{"rating", 4}}), "one").status == 201);
  BOOST_TEST(other.post("/mood", object({{"rating", 5}}), key("one")).status == 201);
}

BOOST_AUTO_TEST_CASE(retries_by_clients_that_vanish_are_one_entry_and_one_answer) {
  const auto seed = number_from("DAYMARK_TEST_SEED", 20260310);
  const auto rounds = number_from("DAYMARK_TEST_ROUNDS", 1000);
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << rounds << " rounds");
  std::vector<HttpClient> clients;
  for (int number = 0; number < kClients; ++number) {
    clients.push_back(make_client());
  }
  int answered = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const auto name = "round-" + std::to_string(round);
    const auto entry = object({{"rating", 1 + static_cast<int>(round % 5)}, {"note", name}});
    const auto bytes = bytes_of(person, entry.to_text(), name);
    std::vector<std::optional<std::string>> answers(kRetries);
    in_parallel(kClients, [&](int number) {
      std::mt19937_64 random{seed * 1'000'003 + round * kClients +
                             static_cast<std::uint64_t>(number)};
      auto& own = clients.at(static_cast<std::size_t>(number));
      for (int retry = number; retry < kRetries; retry += kClients) {
        switch (random() % 4) {
          case 0:  // in the middle of sending
            own.send_and_leave(bytes.substr(0, random() % bytes.size()));
            break;
          case 1:  // at any time until the answer is there, mostly about when it is committed
            own.send_and_leave(bytes, std::chrono::microseconds{random() % 20'000});
            break;
          default:
            answers.at(static_cast<std::size_t>(retry)) =
                Person{own, person}.post("/mood", entry, key(name)).body;
        }
      }
    });
    // Whoever was cut off asks once more.
    const auto last = post(entry, name);
    BOOST_REQUIRE(last.status == 201);
    for (const auto& answer : answers) {
      answered += answer ? 1 : 0;
      BOOST_REQUIRE(answer.value_or(last.body) == last.body);
    }
  }
  BOOST_TEST_MESSAGE(answered << " answers of " << rounds * kRetries << " retries");
  support::Database database{service()};
  BOOST_TEST(database
                 .query("select count(*) || ' entries of ' || count(distinct note) from entries "
                        "where account_id = $1",
                        {person.id()})
                 .at(0)
                 .at(0) == std::to_string(rounds) + " entries of " + std::to_string(rounds));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
