#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using support::to_text;

std::chrono::sys_time<microseconds> now() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

struct Member : World {
  Person person{client};

  Answer post(const Json& entry) { return person.post("/mood", entry); }
  Json entry_of(const Json& entry) {
    const auto answer = post(entry);
    BOOST_TEST(answer.status == 201, answer.body);
    return answer.json()["entry"];
  }
  void expect_faults(const Json& entry, const std::vector<std::string>& faults) {
    BOOST_TEST_CONTEXT(entry.to_text().substr(0, 200)) {
      BOOST_TEST(faults_of(post(entry)) == faults, boost::test_tools::per_element());
    }
  }
  std::size_t count_entries() {
    return person.get("/mood?limit=100").json()["moods"].as_array().size();
  }
};

BOOST_FIXTURE_TEST_SUITE(moods, Member)

BOOST_AUTO_TEST_CASE(a_label_and_a_rating_imply_each_other) {
  struct Example {
    Json sent;
    Json mood;
    Json rating;
  };
  std::vector<Example> examples{
      {object({{"mood", "nostalgic"}}), "nostalgic", nullptr},
      {object({{"mood", "nostalgic"}, {"rating", 2}}), "nostalgic", 2},
      {object({{"mood", nullptr}, {"rating", 4}}), "good", 4},
      {object({{"mood", "great"}, {"rating", nullptr}}), "great", 5},
      {object({{"mood", 4}, {"rating", 4}}), "good", 4},
      {object({{"mood", "спокойно \U0001F33F"}, {"rating", 5}}), "спокойно \U0001F33F", 5},
  };
  constexpr std::array kLabels{"awful", "bad", "okay", "good", "great"};
  for (int rating = 1; rating <= 5; ++rating) {
    const Json label = kLabels.at(static_cast<std::size_t>(rating - 1));
    examples.push_back({object({{"mood", label}}), label, rating});
    examples.push_back({object({{"mood", label}, {"rating", rating}}), label, rating});
    examples.push_back({object({{"mood", rating}}), label, rating});
    examples.push_back({object({{"rating", rating}}), label, rating});
  }
  for (const auto& [sent, mood, rating] : examples) {
    BOOST_TEST_CONTEXT(sent.to_text()) {
      const auto entry = entry_of(sent);
      BOOST_TEST(entry["mood"].to_text() == mood.to_text());
      BOOST_TEST(entry["rating"].to_text() == rating.to_text());
    }
  }
}

BOOST_AUTO_TEST_CASE(another_rating_beside_a_standard_label_is_refused) {
  for (const auto& entry :
       {object({{"mood", "good"}, {"rating", 5}}), object({{"mood", "awful"}, {"rating", 2}}),
        object({{"mood", 4}, {"rating", 5}})}) {
    const auto faults = faults_of(post(entry));
    BOOST_TEST(faults.size() == 1U);
    BOOST_TEST(faults.front().ends_with(" conflict"));
  }
  BOOST_TEST(count_entries() == 0U);
}

BOOST_AUTO_TEST_CASE(a_mood_or_a_rating_is_needed) {
  for (const auto& entry :
       {object({}), object({{"mood", nullptr}, {"rating", nullptr}}), object({{"note", "x"}})}) {
    const auto faults = faults_of(post(entry));
    BOOST_TEST(faults.size() == 1U);
    BOOST_TEST(faults.front().ends_with(" required"));
  }
}

BOOST_AUTO_TEST_CASE(a_label_has_1_to_50_code_points) {
  BOOST_TEST(entry_of(object({{"mood", repeat("\U0001F30A", 50)}}))["mood"].as_string() ==
             repeat("\U0001F30A", 50));
  expect_faults(object({{"mood", repeat("ж", 51)}}), {"#/mood too-long"});
  expect_faults(object({{"mood", ""}}), {"#/mood too-short"});
}

BOOST_AUTO_TEST_CASE(a_label_and_a_tag_can_be_seen_and_a_note_is_as_it_was_written) {
  const auto id = person.record();
  for (const auto* text : {" ", "\t\r\n", "\u00A0", "\u200B\u200D", "\uFEFF", "\u2800", "\u3164",
                           "\uFE0F", "\U000E0020"}) {
    BOOST_TEST_CONTEXT(text) {
      const auto entry = object({{"mood", text}, {"tags", array({"x", text})}});
      expect_faults(entry, {"#/mood blank", "#/tags/1 blank"});
      BOOST_TEST(faults_of(person.patch("/mood/" + id, entry)) ==
                     (std::vector<std::string>{"#/mood blank", "#/tags/1 blank"}),
                 boost::test_tools::per_element());
      const auto kept = entry_of(object({{"mood", std::string{"x"} + text},
                                         {"note", text},
                                         {"tags", array({std::string{text} + "x"})}}));
      BOOST_TEST((kept["mood"].as_string() == std::string{"x"} + text));
      BOOST_TEST((kept["note"].as_string() == text));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rating_is_a_whole_number_from_1_to_5) {
  for (const char* field : {"rating", "mood"}) {
    const auto pointer = std::string{"#/"} + field;
    for (const Json& number : {Json{0}, Json{6}, Json{-3}, Json{3.5}}) {
      BOOST_TEST_CONTEXT(field << " " << number.to_text()) {
        const auto faults = faults_of(post(Json::Object{{field, number}}));
        BOOST_TEST(faults.size() == 1U);
        BOOST_TEST(faults.front().starts_with(pointer + " "));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(null_counts_as_left_out) {
  const auto entry = entry_of(object({{"mood", nullptr},
                                      {"rating", 3},
                                      {"note", nullptr},
                                      {"tags", nullptr},
                                      {"recorded_at", nullptr},
                                      {"day", nullptr}}));
  BOOST_TEST(entry["note"].is_null());
  BOOST_TEST(entry["tags"].as_array().empty());
  BOOST_TEST(entry["day"].as_string() == to_text(person.today()));
}

BOOST_AUTO_TEST_CASE(a_note_has_up_to_10000_code_points) {
  const auto longest = repeat("\U0001F30A", 10'000);
  BOOST_TEST((entry_of(object({{"rating", 3}, {"note", longest}}))["note"].as_string() == longest));
  expect_faults(object({{"rating", 3}, {"note", longest + "x"}}), {"#/note too-long"});
  expect_faults(object({{"rating", 3}, {"note", repeat("x", 10'001)}}), {"#/note too-long"});
}

BOOST_AUTO_TEST_CASE(text_is_kept_byte_for_byte) {
  const std::string composed = "caf\u00E9";
  const std::string decomposed = "cafe\u0301";
  const std::vector<std::string> notes{
      composed,
      decomposed,
      "\U0001F469\u200D\U0001F469\u200D\U0001F467 family",
      "\u202Eright to left\u202C שלום مرحبا",
      "lines\n\r\n\ttabs \\ \"quotes\" / end ",
      "  spaces around  ",
      "\u0001\u001F\u007F\u0080\uFFFE\uFFFF\U0010FFFF\uFEFF",
      "'; drop table entries; -- :note $1 %s {0} \\N",
      "</script><!--",
  };
  for (const auto& note : notes) {
    BOOST_TEST_CONTEXT(note) {
      const auto sent = object({{"mood", composed}, {"note", note}, {"tags", array({note})}});
      const auto entry = entry_of(sent);
      const auto kept = person.get("/mood/" + entry["id"].as_string()).json();
      for (const auto& shown : {entry, kept}) {
        BOOST_TEST((shown["note"].as_string() == note));
        BOOST_TEST((shown["mood"].as_string() == composed));
        BOOST_TEST((shown["tags"].as_array().front().as_string() == note));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(tags_keep_their_order_and_their_spelling) {
  const auto tags = array({"zeta", "Alpha", "alpha", "ж", "cafe\u0301", "caf\u00E9", "a,b", "\"q\"",
                           "{}", "NULL", "\\", " x "});
  const auto entry = entry_of(object({{"rating", 3}, {"tags", tags}}));
  BOOST_TEST(entry["tags"].to_text() == tags.to_text());
  const auto kept = person.get("/mood/" + entry["id"].as_string()).json();
  BOOST_TEST(kept["tags"].to_text() == tags.to_text());
  BOOST_TEST(entry_of(object({{"rating", 3}, {"tags", array({})}}))["tags"].as_array().empty());
}

BOOST_AUTO_TEST_CASE(there_are_up_to_20_different_tags_of_1_to_50_code_points) {
  const auto make_tags = [](int count) {
    Json::Array tags;
    for (int number = 0; number < count; ++number) {
      tags.push_back(repeat("ж", 48) + std::to_string(number + 10));
    }
    return Json{tags};
  };
  BOOST_TEST(entry_of(object({{"rating", 3}, {"tags", make_tags(20)}}))["tags"].to_text() ==
             make_tags(20).to_text());
  expect_faults(object({{"rating", 3}, {"tags", make_tags(21)}}), {"#/tags too-many"});
  expect_faults(object({{"rating", 3}, {"tags", array({"a", "b", "a"})}}), {"#/tags/2 duplicate"});
  expect_faults(
      object({{"rating", 3}, {"tags", array({"", repeat("b", 51), 7, nullptr})}}),
      {"#/tags/0 too-short", "#/tags/1 too-long", "#/tags/2 wrong-type", "#/tags/3 wrong-type"});
}

BOOST_AUTO_TEST_CASE(an_entry_without_a_time_is_recorded_now) {
  const auto before = to_text(now());
  const auto entry = entry_of(object({{"rating", 3}}));
  const auto on_today = entry_of(object({{"rating", 3}, {"day", to_text(person.today())}}));
  const auto after = to_text(now());
  for (const auto& shown : {entry, on_today}) {
    const auto recorded_at = shown["recorded_at"].as_string();
    BOOST_TEST(recorded_at.substr(0, 19) >= before.substr(0, 19));
    BOOST_TEST(recorded_at.substr(0, 19) <= after.substr(0, 19));
    BOOST_TEST(shown["day"].as_string() == to_text(person.today()));
  }
}

BOOST_AUTO_TEST_CASE(an_entry_of_another_day_is_recorded_at_noon_of_it) {
  const auto day = person.today() - days{40};
  const auto entry = entry_of(object({{"rating", 3}, {"day", to_text(day)}}));
  BOOST_TEST(entry["day"].as_string() == to_text(day));
  BOOST_TEST(entry["recorded_at"].as_string() == to_text(day + hours{12}));

  Person elsewhere{client, object({{"time_zone", "Asia/Kathmandu"}, {"day_starts_at", 4}})};
  const auto there =
      elsewhere.post("/mood", object({{"rating", 3}, {"day", "2026-03-10"}})).json()["entry"];
  BOOST_TEST(there["day"].as_string() == "2026-03-10");
  BOOST_TEST(there["recorded_at"].as_string() == "2026-03-10T06:15:00Z");
}

BOOST_AUTO_TEST_CASE(the_day_of_an_instant_is_that_of_the_account) {
  Person elsewhere{client, object({{"time_zone", "America/New_York"}, {"day_starts_at", 4}})};
  struct Example {
    const char* recorded_at;
    const char* in_utc;
    const char* day;
  };
  constexpr std::array<Example, 6> kExamples{{
      {"2026-01-15T03:59:59.999999-05:00", "2026-01-15T08:59:59.999999Z", "2026-01-14"},
      {"2026-01-15T04:00:00-05:00", "2026-01-15T09:00:00Z", "2026-01-15"},
      {"2026-01-15T09:00:00Z", "2026-01-15T09:00:00Z", "2026-01-15"},
      {"2026-01-15t14:45:00.5+05:45", "2026-01-15T09:00:00.500000Z", "2026-01-15"},
      {"2026-07-15T08:00:00z", "2026-07-15T08:00:00Z", "2026-07-15"},
      {"2026-07-15T07:59:59.999999Z", "2026-07-15T07:59:59.999999Z", "2026-07-14"},
  }};
  for (const auto& [recorded_at, in_utc, day] : kExamples) {
    BOOST_TEST_CONTEXT(recorded_at) {
      const auto answer =
          elsewhere.post("/mood", object({{"rating", 3}, {"recorded_at", recorded_at}}));
      BOOST_REQUIRE_EQUAL(answer.status, 201);
      const auto entry = answer.json()["entry"];
      BOOST_TEST(entry["recorded_at"].as_string() == in_utc);
      BOOST_TEST(entry["day"].as_string() == day);
    }
  }
}

BOOST_AUTO_TEST_CASE(microseconds_are_kept) {
  for (const char* instant : {"2026-03-10T12:00:00.000001Z", "2026-03-10T12:00:00.999999Z",
                              "1999-12-31T23:59:59.123456Z", "1900-01-03T00:00:00.000001Z"}) {
    const auto entry = entry_of(object({{"rating", 3}, {"recorded_at", instant}}));
    BOOST_TEST(entry["recorded_at"].as_string() == instant);
    const auto kept = person.get("/mood/" + entry["id"].as_string()).json();
    BOOST_TEST(kept["recorded_at"].as_string() == instant);
  }
}

BOOST_AUTO_TEST_CASE(a_clock_may_be_five_minutes_ahead) {
  const auto record_in = [this](minutes ahead) {
    return post(object({{"rating", 3}, {"recorded_at", to_text(now() + ahead)}}));
  };
  const auto recorded = record_in(minutes{4});
  BOOST_TEST(recorded.status == 201);
  BOOST_TEST(recorded.json()["entry"]["recorded_at"].as_string() <= to_text(now()));
  BOOST_TEST(
      faults_of(record_in(minutes{6})) == std::vector<std::string>{"#/recorded_at in-future"},
      boost::test_tools::per_element());
  expect_faults(object({{"rating", 3}, {"recorded_at", "9999-12-31T23:59:59Z"}}),
                {"#/recorded_at in-future"});
}

BOOST_AUTO_TEST_CASE(a_day_is_from_1900_to_today) {
  BOOST_TEST(entry_of(object({{"rating", 3}, {"day", "1900-01-01"}}))["day"].as_string() ==
             "1900-01-01");
  expect_faults(object({{"rating", 3}, {"day", "1899-12-31"}}), {"#/day too-early"});
  expect_faults(object({{"rating", 3}, {"day", "0001-01-01"}}), {"#/day too-early"});
  expect_faults(object({{"rating", 3}, {"day", to_text(person.today() + days{1})}}),
                {"#/day in-future"});
  expect_faults(object({{"rating", 3}, {"day", "9999-12-31"}}), {"#/day in-future"});
  expect_faults(object({{"rating", 3}, {"recorded_at", "1899-06-01T12:00:00Z"}}),
                {"#/recorded_at too-early"});
  expect_faults(object({{"rating", 3}, {"recorded_at", "0001-01-01T00:00:00+23:59"}}),
                {"#/recorded_at invalid"});
}

BOOST_AUTO_TEST_CASE(days_and_instants_have_one_form) {
  for (const char* day : {"2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-3-10",
                          "20260310", "10.03.2026", "2026-03-10T00:00:00Z", " 2026-03-10", "today",
                          "", "-2026-03-10", "2026-03-10 BC", "infinity", "2026-W10-2"}) {
    expect_faults(object({{"rating", 3}, {"day", day}}), {"#/day invalid"});
  }
  for (const char* instant :
       {"2026-03-10T12:00:00", "2026-03-10", "2026-03-10 12:00", "2026-03-10T12:00Z",
        "2026-03-10T24:00:00Z", "2026-03-10T12:60:00Z", "2026-02-30T12:00:00Z", "now", "",
        "2026-03-10T12:00:00+3", "2026-03-10T12:00:00+24:00", "2026-03-10T12:00:00.Z", "infinity",
        "2026-03-10T12:00:00 Europe/Kyiv"}) {
    expect_faults(object({{"rating", 3}, {"recorded_at", instant}}), {"#/recorded_at invalid"});
  }
  BOOST_TEST(count_entries() == 0U);
}

BOOST_AUTO_TEST_CASE(a_day_and_an_instant_together_are_refused) {
  const auto faults = faults_of(post(
      object({{"rating", 3}, {"day", "2026-03-10"}, {"recorded_at", "2026-03-10T12:00:00Z"}})));
  BOOST_TEST(faults.size() == 1U);
  BOOST_TEST(faults.front().ends_with(" conflict"));
}

BOOST_AUTO_TEST_CASE(every_fault_of_an_entry_is_named_at_once) {
  expect_faults(object({{"mood", ""},
                        {"rating", 6},
                        {"note", repeat("x", 10'001)},
                        {"tags", array({"a", "a"})},
                        {"day", "1800-01-01"},
                        {"mod", "good"}}),
                {"#/day too-early", "#/mod unknown-field", "#/mood too-short", "#/note too-long",
                 "#/rating out-of-range", "#/tags/1 duplicate"});
}

BOOST_AUTO_TEST_CASE(a_recorded_entry_can_be_read_where_its_location_says) {
  const auto answer = post(object({{"mood", "good"}, {"note", "x"}, {"tags", array({"t"})}}));
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  const auto entry = answer.json()["entry"];
  BOOST_TEST(answer.header("Location") == "/mood/" + entry["id"].as_string());
  const auto read = person.get(answer.header("Location"));
  BOOST_TEST((read.json() == entry), read.body);
  BOOST_TEST((person.get("/mood").json()["moods"].as_array().front() == entry));
}

BOOST_AUTO_TEST_CASE(the_entries_of_others_are_not_there) {
  Person other{client};
  const auto id = person.record();
  BOOST_TEST(other.get("/mood/" + id).status == 404);
  BOOST_TEST(other.remove("/mood/" + id).status == 404);
  BOOST_TEST(other.get("/mood").json()["moods"].as_array().empty());
  BOOST_TEST(person.get("/mood/" + id).status == 200);
}

BOOST_AUTO_TEST_CASE(a_deleted_entry_is_gone) {
  const auto id = person.record();
  BOOST_TEST(person.remove("/mood/" + id).status == 204);
  BOOST_TEST(person.get("/mood/" + id).status == 404);
  BOOST_TEST(person.remove("/mood/" + id).status == 404);
  BOOST_TEST(count_entries() == 0U);
}

BOOST_AUTO_TEST_CASE(an_entry_is_deleted_in_the_version_that_was_read_or_not_at_all) {
  const auto id = person.record();
  const auto etag = person.get("/mood/" + id).header("ETag");
  for (const auto& stale : {std::string{R"("stale")"}, "W/" + etag, std::string{R"("")"},
                            std::string{R"("a,1", "b")"}}) {
    BOOST_TEST_CONTEXT(stale) {
      const auto answer = person.remove("/mood/" + id, {{"If-Match", stale}});
      BOOST_TEST(answer.status == 412);
      BOOST_TEST(answer.code() == "version-mismatch");
    }
  }
  BOOST_TEST(person.get("/mood/" + id).status == 200);
  BOOST_TEST(person.remove("/mood/" + id, {{"If-Match", etag}}).status == 204);
  const auto second = person.record();
  BOOST_TEST(person.remove("/mood/" + second, {{"If-Match", "*"}}).status == 204);
  const auto third = person.record();
  const auto of_third = person.get("/mood/" + third).header("ETag");
  BOOST_TEST(person.remove("/mood/" + third, {{"If-Match", R"("other", )" + of_third}}).status ==
             204);
  BOOST_TEST(person.remove("/mood/" + third, {{"If-Match", "*"}}).status == 404);
}

BOOST_AUTO_TEST_CASE(a_condition_that_cannot_be_read_is_refused) {
  const auto id = person.record();
  const auto target = "/mood/" + id;
  const auto rating = object({{"rating", 1}});
  for (const char* name : {"If-Match", "If-None-Match"}) {
    for (const char* value : {"", ",", "1", "\"1", "1\"", "\"1\"x", "\"1\" \"2\"", "w/\"1\"", "W/1",
                              "W/", "*, \"1\"", "\"1\", *", "\"a b\"", "'1'"}) {
      BOOST_TEST_CONTEXT(name << ": " << value) {
        const Headers headers{{name, value}};
        for (const auto& answer : {person.patch(target, rating, headers),
                                   person.remove(target, headers), person.get(target, headers)}) {
          BOOST_TEST(answer.status == 400);
          BOOST_REQUIRE(answer.code() == "malformed-header");
          BOOST_TEST(answer.json()["header"].as_string() == name);
        }
        BOOST_TEST(client.send(plain("DELETE", target, headers)).status == 401);
      }
    }
    // nginx itself takes only one line of these.
    const Headers twice{{name, "\"1\""}, {name, "\"1\""}};
    BOOST_TEST(person.remove(target, twice).status == 400);
  }
  BOOST_TEST(person.get(target).json()["rating"].as_integer() == 4);
}

BOOST_AUTO_TEST_CASE(who_has_the_entry_already_is_told_so) {
  const auto id = person.record();
  const auto target = "/mood/" + id;
  const auto whole = person.get(target);
  const auto etag = whole.header("ETag");
  for (const auto& known : {etag, "W/" + etag, std::string{"*"}, "\"old\" , " + etag,
                            "W/\"a,b\",," + etag, etag + ","}) {
    for (const char* method : {"GET", "HEAD"}) {
      BOOST_TEST_CONTEXT(method << ' ' << known) {
        const auto answer = person.send(plain(method, target, {{"If-None-Match", known}}));
        BOOST_TEST(answer.status == 304);
        BOOST_TEST(answer.body.empty());
        BOOST_TEST(answer.header("ETag") == etag);
      }
    }
    // Who wants to change it only where it is another one, does not change this one.
    const Headers headers{{"If-None-Match", known}};
    BOOST_TEST(person.patch(target, object({{"rating", 1}}), headers).status == 412);
    BOOST_TEST(person.remove(target, headers).code() == "version-mismatch");
  }
  for (const char* other : {"\"0\"", "\"\"", "W/\"0\"", "\"x\", \"y\""}) {
    BOOST_TEST(person.get(target, {{"If-None-Match", other}}).body == whole.body);
  }
  BOOST_TEST(person.get(target, {{"If-Match", "\"0\""}}).status == 412);
  BOOST_TEST(person.get(target, {{"If-Match", etag}}).body == whole.body);
  BOOST_TEST(person.patch(target, object({{"rating", 1}}), {{"If-None-Match", "\"0\""}}).status ==
             200);
  const auto changed = person.get(target, {{"If-None-Match", etag}});
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(changed.json()["rating"].as_integer() == 1);
}

BOOST_AUTO_TEST_CASE(the_derived_streak_is_no_part_of_an_entrys_version) {
  const auto id = person.record_on(person.today());
  const auto before = person.get("/mood/" + id);
  person.record_on(person.today() - days{1});
  const auto after = person.get("/mood/" + id);
  BOOST_TEST(before.json()["streak"].as_integer() == 1);
  BOOST_TEST(after.json()["streak"].as_integer() == 2);
  BOOST_TEST(before.header("ETag") == after.header("ETag"));
}

BOOST_AUTO_TEST_CASE(an_old_entry_keeps_its_day_when_the_settings_change) {
  Person traveller{client, object({{"time_zone", "Pacific/Kiritimati"}, {"day_starts_at", 0}})};
  const auto entry =
      traveller.post("/mood", object({{"rating", 3}, {"recorded_at", "2026-01-15T10:00:00Z"}}))
          .json()["entry"];
  BOOST_TEST(entry["day"].as_string() == "2026-01-16");
  traveller.patch("/me", object({{"time_zone", "Pacific/Pago_Pago"}, {"day_starts_at", 6}}));
  const auto kept = traveller.get("/mood/" + entry["id"].as_string()).json();
  BOOST_TEST((kept == entry), kept.to_text());
}

// What one account may keep, which only its number in the database brings within reach here.
BOOST_AUTO_TEST_CASE(a_full_account_is_told_what_it_may_have_and_nothing_is_stored) {
  support::Database database{service()};
  const auto pretend = [&](const std::string& entries, const std::string& bytes) {
    database.query("update accounts set mood_entries = " + entries + ", mood_bytes = " + bytes +
                       ", version = version + 1 where account_id = $1::bigint",
                   {person.id()});
  };
  const auto post = [&](const Headers& headers = {}) {
    return person.post("/mood", object({{"rating", 4}, {"note", "so"}}), headers);
  };
  const auto import = [&] {
    return person.send({.method = "POST",
                        .target = "/mood/import",
                        .headers = {{"Content-Type", "text/csv"}},
                        .body = "day,rating\n2026-03-04,4\n"});
  };
  const auto id = person.record();
  pretend("199999", "4");
  BOOST_TEST(post().status == 201);
  for (const auto& answer : {post(), import()}) {
    BOOST_TEST(answer.status == 409);
    BOOST_TEST(answer.code() == "account-full");
    BOOST_TEST(answer.json()["detail"].as_string().ends_with(" It may have 200,000 entries."));
  }
  const auto russian = post({{"Accept-Language", "ru"}}).json()["detail"].as_string();
  BOOST_TEST(russian.ends_with(" 200\u00A0000 записей."), russian);
  BOOST_TEST(person.patch("/mood/" + id, object({{"note", "longer"}})).status == 200);

  pretend("2", "1073741824");
  for (const auto& answer :
       {post(), import(), person.patch("/mood/" + id, object({{"note", "longest"}}))}) {
    BOOST_TEST(answer.status == 409);
    BOOST_TEST(answer.code() == "account-full");
    BOOST_TEST(answer.json()["detail"].as_string().ends_with(" It may have 1,024 MiB of text."));
  }
  BOOST_TEST(person.patch("/mood/" + id, object({{"note", "long"}})).status == 200);
  BOOST_TEST(post().status == 409);
  person.remove_entry(id);
  BOOST_TEST(post().status == 201);
  BOOST_TEST(person.get("/mood").json()["moods"].as_array().size() == 2U);
  pretend("2", "12");  // which is true
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
