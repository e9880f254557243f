#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>

#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using support::to_text;

struct Reader : World {
  Person person{client};

  std::vector<std::string> ids_of(const Answer& page) {
    std::vector<std::string> ids;
    const auto body = page.json();
    for (const auto& entry : body["moods"].as_array()) {
      ids.push_back(entry["id"].as_string());
    }
    return ids;
  }

  /// All pages, from `target` on; `between_pages` runs before each next page is asked for.
  std::vector<std::string> read_all(
      std::string target, const std::function<void()>& between_pages = [] {}) {
    std::vector<std::string> all;
    while (!target.empty()) {
      const auto page = person.get(target);
      BOOST_REQUIRE_EQUAL(page.status, 200);
      const auto ids = ids_of(page);
      all.insert(all.end(), ids.begin(), ids.end());
      BOOST_TEST(page.headers.has("Link") == page.json().has("next_cursor"));
      target = next_target(page);
      between_pages();
    }
    return all;
  }
};

BOOST_FIXTURE_TEST_SUITE(paging, Reader)

BOOST_AUTO_TEST_CASE(entries_come_newest_first_by_day_time_and_id) {
  const auto oldest = person.record(object({{"rating", 1}, {"day", "2026-01-01"}}));
  const auto noon = person.record(object({{"rating", 1}, {"day", "2026-01-03"}}));
  const auto also_noon = person.record(object({{"rating", 1}, {"day", "2026-01-03"}}));
  const auto today = person.record();
  const auto evening =
      person.record(object({{"rating", 1}, {"recorded_at", "2026-01-03T20:00:00Z"}}));
  const auto morning =
      person.record(object({{"rating", 1}, {"recorded_at", "2026-01-03T12:00:00+00:01"}}));
  const auto got = ids_of(person.get("/mood"));
  BOOST_TEST(got == (std::vector<std::string>{today, evening, also_noon, noon, morning, oldest}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(three_pages_hold_every_entry_once_by_cursor_and_by_link) {
  std::vector<std::string> expected;
  for (int number = 0; number < 7; ++number) {
    // Equal instants: only the id tells them apart.
    expected.insert(
        expected.begin(),
        person.record(object({{"rating", 2}, {"recorded_at", "2026-02-02T18:00:00.000001Z"}})));
  }
  BOOST_TEST(read_all("/mood?limit=3") == expected, boost::test_tools::per_element());

  std::vector<std::string> by_cursor;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = person.get("/mood?limit=3" + cursor);
    const auto ids = ids_of(page);
    by_cursor.insert(by_cursor.end(), ids.begin(), ids.end());
    const auto body = page.json();
    const auto* next = body.find("next_cursor");
    cursor = next == nullptr ? "" : "&cursor=" + next->as_string();
    ++pages;
  } while (!cursor.empty());
  BOOST_TEST(by_cursor == expected, boost::test_tools::per_element());
  BOOST_TEST(pages == 3);
}

BOOST_AUTO_TEST_CASE(a_last_page_that_is_full_leads_nowhere) {
  for (int number = 0; number < 4; ++number) {
    person.record();
  }
  const auto first = person.get("/mood?limit=2");
  const auto second = person.get(next_target(first));
  BOOST_TEST(ids_of(second).size() == 2U);
  BOOST_TEST(!second.json().has("next_cursor"));
  BOOST_TEST(!person.get("/mood?limit=4").json().has("next_cursor"));
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_or_doubled_while_others_are_added_and_deleted) {
  std::vector<std::string> lasting;
  std::vector<std::string> passing;
  for (int number = 0; number < 12; ++number) {
    const auto entry = object({{"rating", 2}, {"recorded_at", "2026-02-02T18:00:00Z"}});
    auto& group = number % 3 == 0 ? passing : lasting;
    group.push_back(person.record(entry));
  }
  const auto disturb = [&] {
    person.record();
    person.record(object({{"rating", 2}, {"recorded_at", "2026-02-02T18:00:00Z"}}));
    if (!passing.empty()) {
      person.remove_entry(passing.back());
      passing.pop_back();
    }
  };
  const auto seen = read_all("/mood?limit=2", disturb);
  std::map<std::string, int> times;
  for (const auto& id : seen) {
    ++times[id];
  }
  BOOST_TEST(std::ranges::all_of(times, [](const auto& seen_id) { return seen_id.second == 1; }));
  for (const auto& id : lasting) {
    BOOST_TEST(times[id] == 1, id);
  }
}

BOOST_AUTO_TEST_CASE(a_deleted_entry_can_still_be_where_a_page_ended) {
  std::vector<std::string> ids;
  for (int number = 0; number < 4; ++number) {
    ids.push_back(person.record());
  }
  const auto first = person.get("/mood?limit=2");
  person.remove_entry(ids[2]);
  const auto second = person.get(next_target(first));
  BOOST_TEST(ids_of(second) == (std::vector<std::string>{ids[1], ids[0]}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_range_includes_both_of_its_days) {
  std::vector<std::string> ids;
  for (const char* day : {"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"}) {
    ids.push_back(person.record(object({{"rating", 2}, {"day", day}})));
  }
  BOOST_TEST(
      read_all("/mood?from=2026-01-02&to=2026-01-03") == (std::vector<std::string>{ids[2], ids[1]}),
      boost::test_tools::per_element());
  BOOST_TEST(read_all("/mood?from=2026-01-03").size() == 2U);
  BOOST_TEST(read_all("/mood?to=2026-01-03").size() == 3U);
  BOOST_TEST(read_all("/mood?from=2026-01-02&to=2026-01-02").size() == 1U);
  BOOST_TEST(read_all("/mood?from=2030-01-01").empty());
  BOOST_TEST(read_all("/mood?from=2026-01-01&to=2026-01-04&limit=1") ==
                 (std::vector<std::string>{ids[3], ids[2], ids[1], ids[0]}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_page_has_30_entries_unless_asked_for_1_to_100) {
  for (int number = 0; number < 102; ++number) {
    person.record(object({{"rating", 2}, {"recorded_at", "2026-02-02T18:00:00Z"}}));
  }
  BOOST_TEST(ids_of(person.get("/mood")).size() == 30U);
  BOOST_TEST(ids_of(person.get("/mood?limit=1")).size() == 1U);
  BOOST_TEST(ids_of(person.get("/mood?limit=100")).size() == 100U);
  BOOST_TEST(read_all("/mood").size() == 102U);
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_not_valid_is_named) {
  const auto expect = [this](const std::string& query, const std::vector<std::string>& faults) {
    BOOST_TEST_CONTEXT(query) {
      BOOST_TEST(faults_of(person.get("/mood?" + query)) == faults,
                 boost::test_tools::per_element());
    }
  };
  for (const char* limit : {"0", "101", "-1", "99999999999999999999"}) {
    expect(std::string{"limit="} + limit, {"limit out-of-range"});
  }
  for (const char* limit : {"x", "1.5", "1e1", "0x10", "%201", "10%20", "ten", ""}) {
    BOOST_TEST_CONTEXT(limit) {
      const auto faults = faults_of(person.get(std::string{"/mood?limit="} + limit));
      BOOST_TEST(faults.size() == 1U);
      BOOST_TEST(faults.front().starts_with("limit "));
    }
  }
  expect("from=2026-02-30", {"from invalid"});
  expect("to=tomorrow", {"to invalid"});
  expect("user=1", {"user unknown-parameter"});
  expect("offset=10&limit=0&from=x&to=&cursor=nonsense",
         {"cursor invalid", "from invalid", "limit out-of-range", "offset unknown-parameter",
          "to invalid"});
}

BOOST_AUTO_TEST_CASE(a_cursor_that_was_not_given_out_is_refused) {
  person.record();
  person.record();
  const auto real = person.get("/mood?limit=1").json()["next_cursor"].as_string();
  BOOST_TEST(person.get("/mood?cursor=" + real).status == 200);
  for (const auto& cursor :
       {std::string{}, std::string{"x"}, std::string{"AAAA"}, real + "A", real + "%3D",
        real.substr(1), std::string{"%20"} + real, repeat("A", 4'000)}) {
    BOOST_TEST_CONTEXT(cursor.substr(0, 60)) {
      const auto answer = person.get("/mood?cursor=" + cursor);
      BOOST_TEST(faults_of(answer) == std::vector<std::string>{"cursor invalid"},
                 boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
