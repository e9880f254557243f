// Achievements that award themselves: in the answer to the request that gets somewhere.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "achievements.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using support::to_text;
using Codes = std::vector<std::string>;

Codes codes_of(const Json& awards) {
  Codes codes;
  for (const auto& award : awards.as_array()) {
    codes.push_back(award["code"].as_string());
  }
  std::ranges::sort(codes);
  return codes;
}

struct Milestones : Achievements {
  Person person{client, object({{"language", "ru"}})};

  Answer post(const Json& entry, const Headers& headers = {}) {
    const auto answer = person.post("/mood", entry, headers);
    BOOST_REQUIRE_EQUAL(answer.status, 201);
    return answer;
  }
  Answer post_on(support::CivilDay day) {
    return post(object({{"rating", 4}, {"day", to_text(day)}}));
  }
  /// What is awarded for an entry on that day.
  Codes earn_on(support::CivilDay day) { return codes_of(post_on(day).json()["awarded"]); }
  Codes held() { return codes_of(list_awards(person)); }
};

BOOST_FIXTURE_TEST_SUITE(milestones, Milestones)

BOOST_AUTO_TEST_CASE(the_first_entry_is_awarded_in_the_language_of_its_writer) {
  const auto before = now_to_the_second();
  const auto answer = post(object({{"rating", 4}}), {{"Accept-Language", "en"}});
  BOOST_TEST(answer.header("Content-Language") == "ru");
  BOOST_TEST(answer.header("Vary") == "Accept-Language");
  const auto awarded = answer.json()["awarded"];
  BOOST_REQUIRE_EQUAL(awarded.as_array().size(), 1U);
  const auto& award = awarded.as_array().front();
  BOOST_TEST(award["code"].as_string() == "first-entry");
  BOOST_TEST(is_russian(award["name"].as_string()));
  BOOST_TEST(is_russian(award["description"].as_string()));
  const auto awarded_at = award["awarded_at"].as_string().substr(0, before.size());
  BOOST_TEST(before <= awarded_at);
  BOOST_TEST(awarded_at <= now_to_the_second());
  BOOST_TEST((list_awards(person) == awarded));
  BOOST_TEST((profile_of(person)["points"] == award["points"]));
}

BOOST_AUTO_TEST_CASE(what_earns_nothing_says_so_and_names_no_language) {
  post(object({{"rating", 4}}));
  const auto answer = post(object({{"rating", 5}}));
  BOOST_TEST((answer.json()["awarded"] == array({})));
  BOOST_TEST(!answer.headers.has("Content-Language"));
  BOOST_TEST(!answer.headers.has("Vary"));
}

BOOST_AUTO_TEST_CASE(a_streak_is_awarded_on_the_day_that_reaches_it) {
  const auto today = person.today();
  BOOST_TEST(earn_on(today - days{2}) == Codes{"first-entry"}, boost::test_tools::per_element());
  BOOST_TEST(earn_on(today - days{1}) == Codes{}, boost::test_tools::per_element());
  BOOST_TEST(earn_on(today) == Codes{"kindling"}, boost::test_tools::per_element());
  BOOST_TEST(earn_on(today) == Codes{}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(filling_in_the_past_awards_now_and_all_that_it_reaches) {
  const auto today = person.today();
  for (int back = 100; back < 107; ++back) {
    if (back != 103) {
      post_on(today - days{back});
    }
  }
  const auto before = now_to_the_second();
  const auto awarded = post_on(today - days{103}).json()["awarded"];
  // Three days were reached before, seven by this one.
  BOOST_TEST(codes_of(awarded) == Codes{"seven-voices"}, boost::test_tools::per_element());
  BOOST_TEST(awarded.as_array()[0]["awarded_at"].as_string() >= before);
  BOOST_TEST(held() == (Codes{"first-entry", "kindling", "seven-voices"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_entry_can_earn_several) {
  const auto today = person.today();
  // Nine entries, in two streaks of two days.
  for (const int back : {50, 51, 53, 54}) {
    post_on(today - days{back});
    post_on(today - days{back});
  }
  post_on(today - days{54});
  BOOST_TEST(earn_on(today - days{52}) == (Codes{"finding-the-words", "kindling"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_change_that_makes_a_streak_longer_is_awarded) {
  const auto today = person.today();
  post_on(today);
  post_on(today - days{1});
  const auto moved = person.record_on(today - days{9});
  const auto other = person.patch("/mood/" + moved, object({{"note", "Not moved yet."}}));
  BOOST_TEST((other.json()["awarded"] == array({})));
  BOOST_TEST(!other.headers.has("Content-Language"));
  const auto answer = person.patch("/mood/" + moved, object({{"day", to_text(today - days{2})}}));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(codes_of(answer.json()["awarded"]) == Codes{"kindling"},
             boost::test_tools::per_element());
  BOOST_TEST(answer.header("Content-Language") == "ru");
  BOOST_TEST(answer.header("Vary") == "Accept-Language");
  BOOST_TEST(is_russian(answer.json()["awarded"].as_array()[0]["name"].as_string()));
}

BOOST_AUTO_TEST_CASE(an_import_is_awarded_like_the_entries_one_by_one) {
  Json::Array moods;
  for (int day = 10; day < 24; ++day) {
    moods.push_back(object({{"rating", 3}, {"day", "2026-02-" + std::to_string(day)}}));
  }
  const auto answer = person.post("/mood/import", object({{"moods", moods}}));
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  BOOST_TEST(answer.json()["imported"].as_integer() == 14);
  BOOST_TEST(held() == (Codes{"finding-the-words", "first-entry", "kindling", "seven-voices",
                              "waxing-moon"}),
             boost::test_tools::per_element());
  const auto profile = profile_of(person);
  BOOST_TEST(profile["achievements"].as_integer() == 5);
  BOOST_TEST(profile["longest_award_streak"].as_integer() == 1);
  // The same file changes nothing.
  BOOST_REQUIRE_EQUAL(person.post("/mood/import", object({{"moods", moods}})).status, 200);
  BOOST_TEST((profile_of(person) == profile));
}

BOOST_AUTO_TEST_CASE(a_retried_request_is_told_the_same_awards_in_the_same_words) {
  const Headers key{{"Idempotency-Key", "first-of-all"}};
  const auto entry = object({{"rating", 4}, {"note", "Sun at last."}});
  const auto first = post(entry, key);
  BOOST_TEST(codes_of(first.json()["awarded"]) == Codes{"first-entry"},
             boost::test_tools::per_element());
  BOOST_REQUIRE_EQUAL(person.patch("/me", object({{"language", "en"}})).status, 200);
  const auto again = post(entry, key);
  BOOST_TEST((again.json() == first.json()));
  BOOST_TEST(again.header("Content-Language") == "ru");
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/first-entry").status, 204);
  BOOST_TEST((post(entry, key).json() == first.json()));
  BOOST_TEST(held() == Codes{}, boost::test_tools::per_element());
  const Headers second_key{{"Idempotency-Key", "second-of-all"}};
  BOOST_TEST((post(entry, second_key).json()["awarded"] == array({})));
  BOOST_TEST((post(entry, second_key).json()["awarded"] == array({})));
}

BOOST_AUTO_TEST_CASE(losing_the_entry_later_takes_no_award_back) {
  const auto id = person.record();
  person.remove_entry(id);
  BOOST_TEST(held() == Codes{"first-entry"}, boost::test_tools::per_element());
  // It is held already.
  BOOST_TEST((post(object({{"rating", 4}})).json()["awarded"] == array({})));
}

BOOST_AUTO_TEST_CASE(what_was_taken_back_is_earned_again_by_getting_there_again) {
  const auto first = person.record();
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/first-entry").status, 204);
  // One more is the second entry, which is no first one.
  const auto second = post(object({{"rating", 4}})).json();
  BOOST_TEST((second["awarded"] == array({})));
  person.remove_entry(first);
  person.remove_entry(second["entry"]["id"].as_string());
  BOOST_TEST(codes_of(post(object({{"rating", 4}})).json()["awarded"]) == Codes{"first-entry"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_somebody_awarded_by_hand_is_not_earned_any_more) {
  award(person, "first-entry", "2026-01-04T06:30:00Z");
  BOOST_TEST((post(object({{"rating", 4}})).json()["awarded"] == array({})));
  BOOST_TEST(list_awards(person).as_array().at(0)["awarded_at"].as_string() ==
             "2026-01-04T06:30:00Z");
}

BOOST_AUTO_TEST_CASE(who_posts_the_first_entry_many_times_at_once_is_awarded_it_once) {
  constexpr int kClients = 8;
  std::atomic<int> awarded = 0;
  in_parallel(kClients, [&](int) {
    auto own_client = make_client();
    Person same{own_client, person};
    const auto answer = same.post("/mood", object({{"rating", 4}}));
    const auto codes = codes_of(answer.json()["awarded"]);
    for (const auto& code : codes) {
      awarded += code == "first-entry" ? 1 : 0;
    }
  });
  BOOST_TEST(awarded == 1);
  BOOST_TEST(held() == Codes{"first-entry"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
