// PATCH /mood/{id}: a merge patch over an entry, and what it does to the streak.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <set>

#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using support::to_text;

struct Editor : World {
  Person person{client};

  Answer patch(const std::string& id, const Json& changes, const Headers& headers = {}) {
    return person.patch("/mood/" + id, changes, headers);
  }
  Json patched(const std::string& id, const Json& changes) {
    const auto answer = patch(id, changes);
    BOOST_TEST(answer.status == 200, answer.body);
    // What is answered is what is kept.
    BOOST_TEST((person.get("/mood/" + id).json() == answer.json()["entry"]));
    BOOST_TEST(person.get("/mood/" + id).header("ETag") == answer.header("ETag"));
    return answer.json();
  }
  std::string days_ago(int count) const { return to_text(person.today() - days{count}); }
  std::string streaks() {
    std::string text;
    const auto page = person.get("/mood?limit=100").json();
    for (const auto& entry : page["moods"].as_array()) {
      text = std::to_string(entry["streak"].as_integer()) + (text.empty() ? "" : " ") + text;
    }
    return text;
  }
};

BOOST_FIXTURE_TEST_SUITE(edits, Editor)

BOOST_AUTO_TEST_CASE(what_a_patch_leaves_out_stays) {
  const auto id = person.record(object({{"mood", "nostalgic"},
                                        {"rating", 2},
                                        {"note", "a note"},
                                        {"tags", array({"b", "a"})},
                                        {"recorded_at", "2026-01-03T20:00:00.000001Z"}}));
  const auto before = person.get("/mood/" + id).json();
  BOOST_TEST((patched(id, object({}))["entry"] == before));
  const auto noted = patched(id, object({{"note", "another"}}))["entry"];
  BOOST_TEST((noted == merged(before, object({{"note", "another"}}))));
  const auto tagged = patched(id, object({{"tags", array({"c"})}}))["entry"];
  BOOST_TEST((tagged == merged(noted, object({{"tags", array({"c"})}}))));
  const auto rated = patched(id, object({{"rating", 5}}))["entry"];
  BOOST_TEST((rated == merged(tagged, object({{"rating", 5}}))));
}

BOOST_AUTO_TEST_CASE(null_clears_a_note_and_tags_and_moves_nothing_in_time) {
  const auto id = person.record(
      object({{"rating", 4}, {"note", "a note"}, {"tags", array({"a"})}, {"day", days_ago(3)}}));
  const auto before = person.get("/mood/" + id).json();
  const auto entry = patched(id, object({{"note", nullptr},
                                         {"tags", nullptr},
                                         {"day", nullptr},
                                         {"recorded_at", nullptr}}))["entry"];
  BOOST_TEST((entry == merged(before, object({{"note", nullptr}, {"tags", array({})}}))));
}

BOOST_AUTO_TEST_CASE(a_standard_label_and_its_rating_change_together) {
  const auto id = person.record(object({{"rating", 4}}));
  BOOST_TEST(patched(id, object({{"rating", 2}}))["entry"]["mood"].as_string() == "bad");
  BOOST_TEST(patched(id, object({{"mood", "great"}}))["entry"]["rating"].as_integer() == 5);
  BOOST_TEST(patched(id, object({{"mood", 1}}))["entry"]["mood"].as_string() == "awful");
  const auto own = patched(id, object({{"mood", "nostalgic"}, {"rating", nullptr}}))["entry"];
  BOOST_TEST(own["mood"].as_string() == "nostalgic");
  BOOST_TEST(own["rating"].is_null());
}

BOOST_AUTO_TEST_CASE(a_label_or_a_rating_must_be_left) {
  const auto id = person.record(object({{"mood", "nostalgic"}}));
  for (const auto& nothing :
       {object({{"mood", nullptr}}), object({{"mood", nullptr}, {"rating", nullptr}})}) {
    BOOST_TEST(faults_of(patch(id, nothing)) == std::vector<std::string>{"#/mood required"},
               boost::test_tools::per_element());
  }
  BOOST_TEST(person.get("/mood/" + id).json()["mood"].as_string() == "nostalgic");
  BOOST_TEST(person.get("/mood/" + id).header("ETag") == "\"1\"");
}

BOOST_AUTO_TEST_CASE(every_field_is_checked_as_in_a_new_entry) {
  const auto id = person.record();
  struct Example {
    Json changes;
    std::string fault;
  };
  for (const auto& [changes, fault] : std::vector<Example>{
           {object({{"rating", 6}}), "#/rating out-of-range"},
           {object({{"rating", "4"}}), "#/rating wrong-type"},
           {object({{"mood", ""}}), "#/mood too-short"},
           {object({{"mood", repeat("x", 51)}}), "#/mood too-long"},
           {object({{"mood", "good"}, {"rating", 5}}), "#/rating conflict"},
           {object({{"note", repeat("x", 10'001)}}), "#/note too-long"},
           {object({{"tags", array({"a", "a"})}}), "#/tags/1 duplicate"},
           {object({{"day", to_text(person.today() + days{1})}}), "#/day in-future"},
           {object({{"day", "1899-12-31"}}), "#/day too-early"},
           {object({{"day", "9999-12-31"}}), "#/day in-future"},
           {object({{"recorded_at", "0001-01-01T00:00:00Z"}}), "#/recorded_at too-early"},
           {object({{"recorded_at", "2100-01-01T00:00:00Z"}}), "#/recorded_at in-future"},
           {object({{"day", "2026-01-01"}, {"recorded_at", "2026-01-04T00:00:00Z"}}),
            "#/day conflict"},
           {object({{"id", "1"}}), "#/id read-only"},
           {object({{"id", std::stoi(id)}}), "#/id read-only"},
           {object({{"id", nullptr}}), "#/id read-only"},
           {object({{"uid", "00000000-0000-0000-0000-000000000000"}}), "#/uid read-only"},
           {object({{"streak", 5}}), "#/streak read-only"},
           {object({{"streak", "1"}}), "#/streak read-only"},
           {object({{"streak", array({1})}}), "#/streak read-only"}}) {
    BOOST_TEST(faults_of(patch(id, changes)) == std::vector<std::string>{fault},
               boost::test_tools::per_element());
  }
  BOOST_TEST(person.get("/mood/" + id).header("ETag") == "\"1\"");
}

BOOST_AUTO_TEST_CASE(an_entry_that_moves_to_another_day_changes_the_streaks) {
  const auto today = person.record();
  person.record_on(person.today() - days{1});
  const auto third = person.record_on(person.today() - days{4});
  BOOST_TEST(streaks() == "1 1 2");
  const auto closer = patched(third, object({{"day", days_ago(2)}}));
  BOOST_TEST(closer["entry"]["streak"].as_integer() == 1);
  BOOST_TEST(closer["streak"].as_integer() == 3);
  BOOST_TEST(closer["longest_streak"].as_integer() == 3);
  BOOST_TEST(streaks() == "1 2 3");
  const auto broken = patched(third, object({{"recorded_at", "2026-01-03T12:00:00Z"}}));
  BOOST_TEST(broken["entry"]["day"].as_string() == "2026-01-03");
  BOOST_TEST(broken["streak"].as_integer() == 2);
  BOOST_TEST(broken["longest_streak"].as_integer() == 2);
  const auto gone = patched(today, object({{"day", "2026-01-04"}}));
  BOOST_TEST(gone["streak"].as_integer() == 1);
  BOOST_TEST(!gone["logged_today"].as_bool());
  BOOST_TEST(gone["longest_streak"].as_integer() == 2);
  BOOST_TEST(gone["streak_expires_at"].as_string() ==
             to_text(person.start_of(person.today() + days{1})));
  BOOST_TEST(streaks() == "1 2 1");
}

BOOST_AUTO_TEST_CASE(what_is_named_anew_but_is_the_same_moves_nothing) {
  const auto id = person.record(object({{"rating", 4}, {"recorded_at", "2026-01-03T23:30:00Z"}}));
  const auto before = person.get("/mood/" + id).json();
  BOOST_TEST(person.patch("/me", object({{"time_zone", "Pacific/Kiritimati"}})).status == 200);
  BOOST_TEST((patched(id, object({{"recorded_at", before["recorded_at"]}}))["entry"] == before));
  BOOST_TEST((patched(id, object({{"day", before["day"]}}))["entry"] == before));
  // Another instant is seen from where one lives now.
  BOOST_TEST(
      patched(id, object({{"recorded_at", "2026-01-03T23:30:01Z"}}))["entry"]["day"].as_string() !=
      before["day"].as_string());
}

BOOST_AUTO_TEST_CASE(an_entry_goes_to_noon_of_a_past_day_and_to_now_of_today) {
  const auto id = person.record_on(person.today() - days{5});
  BOOST_TEST(patched(id, object({{"day", days_ago(3)}}))["entry"]["recorded_at"].as_string() ==
             days_ago(3) + "T12:00:00Z");
  const auto entry = patched(id, object({{"day", days_ago(0)}}))["entry"];
  BOOST_TEST(entry["day"].as_string() == days_ago(0));
  BOOST_TEST(entry["recorded_at"].as_string() != days_ago(0) + "T12:00:00Z");
}

BOOST_AUTO_TEST_CASE(an_entry_as_it_was_read_can_be_sent_back) {
  const auto in = [&](const char* zone, int day_starts_at) {
    const auto settings = object({{"time_zone", zone}, {"day_starts_at", day_starts_at}});
    BOOST_TEST(person.patch("/me", settings).status == 200);
  };
  std::vector<std::string> ids{
      person.record(),
      person.record(object({{"mood", "nostalgic"}, {"note", "a"}, {"tags", array({"b", "a"})}})),
      person.record(object({{"mood", "odd"}, {"rating", 2}, {"day", days_ago(1)}})),
      person.record(object({{"rating", 4}, {"recorded_at", "2026-01-03T23:30:00.000001Z"}})),
      person.record(object({{"rating", 1}, {"day", "1900-01-01"}}))};
  in("Europe/Kyiv", 15);  // noon is of the day before
  ids.push_back(person.record(object({{"rating", 4}, {"day", "2026-01-07"}})));
  for (const auto& [zone, day_starts_at] : std::vector<std::pair<const char*, int>>{
           {"Europe/Kyiv", 15}, {"Pacific/Kiritimati", 0}, {"Pacific/Pago_Pago", 0}, {"UTC", 23}}) {
    in(zone, day_starts_at);
    for (const auto& id : ids) {
      const auto read = person.get("/mood/" + id);
      BOOST_TEST_CONTEXT(zone << ' ' << read.body) {
        const auto answer = patch(id, read.json(), {{"If-Match", read.header("ETag")}});
        BOOST_TEST(answer.status == 200, answer.body);
        BOOST_TEST((answer.json()["entry"] == read.json()));
        BOOST_TEST(answer.header("ETag") == read.header("ETag"));
        BOOST_TEST(person.get("/mood/" + id).body == read.body);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_was_read_can_be_sent_back_with_a_change) {
  const auto id = person.record(object({{"rating", 2}, {"day", days_ago(3)}}));
  const auto read = person.get("/mood/" + id).json();
  const auto with = [&](const Json& changes) { return merged(read, changes); };
  BOOST_TEST(patched(id, with(object({{"note", "a"}})))["entry"]["note"].as_string() == "a");
  const auto at = [&](int ago) { return days_ago(ago) + "T13:00:00Z"; };
  // The day and the instant agree, and so both can be said anew.
  const auto moved = patched(id, with(object({{"day", days_ago(1)}, {"recorded_at", at(1)}})));
  BOOST_TEST(moved["entry"]["day"].as_string() == days_ago(1));
  BOOST_TEST(moved["entry"]["recorded_at"].as_string() == at(1));
  const auto faults = [&](const Json& changes) { return faults_of(patch(id, changes)); };
  const std::vector<std::string> conflict{"#/day conflict"};
  BOOST_TEST(faults(object({{"day", days_ago(2)}, {"recorded_at", at(1)}})) == conflict,
             boost::test_tools::per_element());
  BOOST_TEST(faults(object({{"day", days_ago(1)}, {"recorded_at", at(2)}})) == conflict,
             boost::test_tools::per_element());
  const std::vector<std::string> all{"#/id read-only", "#/rating out-of-range",
                                     "#/streak read-only", "#/tags/1 duplicate",
                                     "#/x unknown-field"};
  BOOST_TEST(faults(object({{"id", "x"},
                            {"uid", read["uid"]},
                            {"streak", 9},
                            {"rating", 9},
                            {"tags", array({"a", "a"})},
                            {"x", 1}})) == all,
             boost::test_tools::per_element());
  const std::vector<std::string> late{"#/day in-future", "#/mood required", "#/streak read-only"};
  BOOST_TEST(faults(object({{"streak", 9},
                            {"mood", nullptr},
                            {"rating", nullptr},
                            {"day", to_text(person.today() + days{1})}})) == late,
             boost::test_tools::per_element());
  BOOST_TEST(patch("9000000000000000000", object({{"id", "9"}})).status == 404);
}

BOOST_AUTO_TEST_CASE(a_patch_that_says_nothing_new_leaves_the_version) {
  const auto id =
      person.record(object({{"mood", "nostalgic"}, {"note", "a"}, {"tags", array({"b", "a"})}}));
  const auto etag = person.get("/mood/" + id).header("ETag");
  const auto before = person.get("/mood/" + id).json();
  for (const auto& same :
       {object({}), object({{"mood", "nostalgic"}}), object({{"rating", nullptr}}),
        object({{"note", "a"}}), object({{"tags", array({"b", "a"})}}),
        object({{"day", before["day"]}}), object({{"recorded_at", before["recorded_at"]}})}) {
    BOOST_TEST_CONTEXT(same.to_text()) {
      BOOST_TEST((patched(id, same)["entry"] == before));
      BOOST_TEST(person.get("/mood/" + id).header("ETag") == etag);
    }
  }
  auto last = etag;
  for (const auto& other :
       {object({{"mood", "wistful"}}), object({{"rating", 3}}), object({{"note", nullptr}}),
        object({{"tags", array({"a", "b"})}}), object({{"day", days_ago(3)}}),
        object({{"recorded_at", days_ago(3) + "T13:00:00Z"}})}) {
    BOOST_TEST_CONTEXT(other.to_text()) {
      patched(id, other);
      const auto now = person.get("/mood/" + id).header("ETag");
      BOOST_TEST(now != last);
      last = now;
    }
  }
}

BOOST_AUTO_TEST_CASE(only_the_version_that_was_seen_is_changed) {
  const auto id = person.record();
  const auto first = person.get("/mood/" + id).header("ETag");
  BOOST_TEST(patch(id, object({{"rating", 1}}), {{"If-Match", first}}).status == 200);
  const auto stale = patch(id, object({{"rating", 2}}), {{"If-Match", first}});
  BOOST_TEST(stale.status == 412);
  BOOST_TEST(stale.code() == "version-mismatch");
  BOOST_TEST(person.get("/mood/" + id).json()["rating"].as_integer() == 1);
  BOOST_TEST(patch(id, object({{"rating", 3}}), {{"If-Match", "*"}}).status == 200);
  BOOST_TEST(person.remove("/mood/" + id, {{"If-Match", first}}).status == 412);
}

BOOST_AUTO_TEST_CASE(of_many_who_change_what_they_have_seen_one_succeeds) {
  const auto id = person.record();
  const auto seen = person.get("/mood/" + id).header("ETag");
  constexpr int kClients = 16;
  std::vector<int> statuses(kClients);
  in_parallel(kClients, [&](int number) {
    auto own = make_client();
    Person same{own, person};
    statuses.at(static_cast<std::size_t>(number)) =
        same.patch("/mood/" + id, object({{"note", std::to_string(number)}}), {{"If-Match", seen}})
            .status;
  });
  BOOST_TEST(std::ranges::count(statuses, 200) == 1);
  BOOST_TEST(std::ranges::count(statuses, 412) == kClients - 1);
}

BOOST_AUTO_TEST_CASE(another_site_cannot_change_an_entry) {
  const auto session = cookie(sign_up_with_cookie(client, support::make_username()));
  const auto id = client.send(json_request("POST", "/mood", object({{"rating", 4}}), session))
                      .json()["entry"]["id"]
                      .as_string();
  const auto send = [&](const std::string& site) {
    return client.send(json_request("PATCH", "/mood/" + id, object({{"rating", 1}}),
                                    session + Headers{{"Sec-Fetch-Site", site}}));
  };
  BOOST_TEST(send("cross-site").code() == "cross-site");
  BOOST_TEST(send("same-origin").status == 200);
}

BOOST_AUTO_TEST_CASE(somebody_elses_entry_is_not_there) {
  const auto id = person.record();
  Person other{client};
  BOOST_TEST(other.patch("/mood/" + id, object({{"rating", 1}})).status == 404);
  BOOST_TEST(patch("0", object({{"rating", 1}})).status == 404);
  BOOST_TEST(patch("days", object({{"rating", 1}})).status == 405);
  BOOST_TEST(person.get("/mood/" + id).header("ETag") == "\"1\"");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(days_of_a_calendar, Editor)

BOOST_AUTO_TEST_CASE(each_day_with_entries_has_its_number_average_and_streak) {
  for (const auto& [rating, day] :
       std::vector<std::pair<int, int>>{{5, 9}, {1, 2}, {2, 2}, {2, 2}, {4, 1}, {3, 0}}) {
    person.record(object({{"rating", rating}, {"day", days_ago(day)}}));
  }
  person.record(object({{"mood", "nostalgic"}, {"day", days_ago(4)}}));
  const auto day = [&](int ago, int entries, const Json& average, int streak) {
    return object({{"day", days_ago(ago)},
                   {"entries", entries},
                   {"average_rating", average},
                   {"streak", streak}});
  };
  const auto all = person.get("/mood/days").json()["days"];
  BOOST_TEST((all == array({day(9, 1, 5, 1), day(4, 1, nullptr, 1), day(2, 3, 1.67, 1),
                            day(1, 1, 4, 2), day(0, 1, 3, 3)})),
             all.to_text());
  const auto some =
      person.get("/mood/days?from=" + days_ago(4) + "&to=" + days_ago(2)).json()["days"];
  BOOST_TEST((some == array({day(4, 1, nullptr, 1), day(2, 3, 1.67, 1)})), some.to_text());
}

BOOST_AUTO_TEST_CASE(no_entries_are_no_days) {
  BOOST_TEST(person.get("/mood/days").body == R"({"days":[]})");
  person.record();
  BOOST_TEST(person.get("/mood/days?from=2026-01-02&to=2026-01-01").body == R"({"days":[]})");
}

BOOST_AUTO_TEST_CASE(without_a_first_day_it_is_366_days) {
  person.record_on(person.today() - days{365});
  person.record_on(person.today() - days{366});
  BOOST_TEST(person.get("/mood/days").json()["days"].as_array().size() == 1U);
  BOOST_TEST(person.get("/mood/days?to=" + days_ago(1)).json()["days"].as_array().size() == 2U);
}

BOOST_AUTO_TEST_CASE(there_is_no_day_before_the_first_one_of_year_1) {
  // 366 days up to one of these begin before any day that can be written.
  for (const char* last : {"0001-01-01", "0001-12-31", "0002-01-01"}) {
    BOOST_TEST_CONTEXT(last) {
      const auto answer = person.get(std::string{"/mood/days?to="} + last);
      BOOST_TEST(answer.status == 200);
      BOOST_TEST(answer.body == R"({"days":[]})");
    }
  }
}

BOOST_AUTO_TEST_CASE(at_most_3660_days_can_be_asked_for) {
  person.record();
  const auto ask = [&](int first) { return person.get("/mood/days?from=" + days_ago(first)); };
  BOOST_TEST(ask(3659).status == 200);
  BOOST_TEST(ask(3659).json()["days"].as_array().size() == 1U);
  BOOST_TEST(faults_of(ask(3660)) == std::vector<std::string>{"from too-many"},
             boost::test_tools::per_element());
  BOOST_TEST(person.get("/mood/days?from=0001-01-01&to=9999-12-31").status == 422);
  BOOST_TEST(faults_of(person.get("/mood/days?from=x&limit=1")) ==
                 (std::vector<std::string>{"from invalid", "limit unknown-parameter"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
