// Whole journals through the web server: out, into another account, and out again.
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include "support/oracle.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using std::chrono::days;
using support::to_text;

const std::string kMark = "\xEF\xBB\xBF";
constexpr const char* kCsvHeader = "uid,mood,rating,note,tags,recorded_at,day\r\n";

const std::vector<std::string>& nasty_texts() {
  static const std::vector<std::string> texts{
      "plain",
      "  spaces around  ",
      "\ttab first",
      "\"",
      "say \"hi\", she said",
      "two\nlines",
      "two\r\nlines",
      "\r.",
      "\n.",
      ",",
      ";",
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1:A9)",
      "=cmd|' /C calc'!A0",
      "\U0001F469\u200D\U0001F469\u200D\U0001F467 \U0001F30A",
      "\u202Eright to left\u202C שלום مرحبا",
      "\u0001\u001F\u007F\u0080\uFFFE\uFFFF\U0010FFFF",
      "\uFEFFa mark",
      "caf\u00E9 cafe\u0301",
      "NULL",
      "null",
      "\\N \\ {}",
      "'; drop table entries; --",
      "</script><!--",
      "[\"a\"]",
  };
  return texts;
}

struct Journal : World {
  Person person{client};

  static Request import_request(const std::string& body, const std::string& type) {
    return {.method = "POST",
            .target = "/mood/import",
            .headers = {{"Content-Type", type}},
            .body = body};
  }
  static Answer import_csv(Person& into, const std::string& body) {
    return into.send(import_request(body, "text/csv"));
  }
  static Answer import_json(Person& into, const std::string& body) {
    return into.send(import_request(body, "application/json"));
  }
  Answer import_csv(const std::string& body) { return import_csv(person, body); }
  Answer import_json(const std::string& body) { return import_json(person, body); }

  static std::string export_of(Person& from, const std::string& format) {
    const auto answer = from.get("/mood/export?format=" + format);
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    return answer.body;
  }

  void expect_imported(const Answer& answer, int imported, int skipped) {
    BOOST_TEST(answer.status == 200, answer.body);
    BOOST_TEST(answer.json().to_text() ==
               object({{"imported", imported}, {"skipped", skipped}}).to_text());
  }

  std::size_t count_entries(Person& of) {
    return of.get("/mood?limit=100").json()["moods"].as_array().size();
  }

  /// Entries with everything that could go wrong in a file; answers with their number.
  int record_nasty_entries() {
    int count = 0;
    const auto record = [&](Json::Object entry) {
      entry.push_back({"day", to_text(person.today() - days{count++ % 7})});
      person.record(entry);
    };
    for (const auto& text : nasty_texts()) {
      record({{"mood", text}, {"note", text}, {"tags", array({text, text + "2"})}});
    }
    record({{"rating", 1}, {"note", ""}});
    record({{"rating", 2}, {"note", nullptr}});
    for (const auto* note : {"\r", "\n", " ", "\u2800"}) {
      record({{"rating", 2}, {"note", note}});
    }
    record({{"mood", "5"}});
    record({{"mood", "odd"}, {"rating", 3}});
    record({{"mood", "odd"}, {"rating", 3}});
    person.record(object({{"rating", 4}, {"recorded_at", "2024-02-29T23:59:59.999999Z"}}));
    person.record(object({{"rating", 4}, {"day", "1900-01-01"}}));
    return count + 2;
  }
};

/// `18 #/rating out-of-range` for each item of `errors`.
std::vector<std::string> rows_of(const Answer& answer) {
  BOOST_TEST(answer.status == 422, answer.body);
  std::vector<std::string> rows;
  const auto problem = answer.json();
  for (const auto& error : problem["errors"].as_array()) {
    const auto* row = error.find("row");
    rows.push_back((row == nullptr ? "" : std::to_string(row->as_integer()) + " ") +
                   error["pointer"].as_string() + " " + error["code"].as_string());
  }
  return rows;
}

BOOST_FIXTURE_TEST_SUITE(transfer, Journal)

BOOST_AUTO_TEST_CASE(an_exported_journal_imported_into_a_new_account_is_exported_the_same) {
  const auto count = record_nasty_entries();
  for (const std::string format : {"json", "csv"}) {
    BOOST_TEST_CONTEXT(format) {
      const auto file = export_of(person, format);
      Person next{client};
      const auto import = [&] {
        return format == "csv" ? import_csv(next, file) : import_json(next, file);
      };
      expect_imported(import(), count, 0);
      BOOST_TEST((export_of(next, format) == file));
      expect_imported(import(), 0, count);
      BOOST_TEST((export_of(next, format) == file));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_has_the_name_of_the_accounts_own_day) {
  // It is never the same day in all of these.
  for (const auto& [zone, starts_at] :
       std::vector<std::pair<std::string, int>>{{"Pacific/Kiritimati", 0},
                                                {"Pacific/Pago_Pago", 0},
                                                {"Pacific/Pago_Pago", 23},
                                                {"UTC", 12}}) {
    BOOST_TEST(
        person.patch("/me", object({{"time_zone", zone}, {"day_starts_at", starts_at}})).status ==
        200);
    const auto today = [&] {
      const auto recorded = person.post("/mood", object({{"rating", 3}})).json();
      return recorded["entry"]["day"].as_string();
    };
    for (const std::string format : {"json", "csv"}) {
      const auto before = today();
      const auto name = person.get("/mood/export?format=" + format).header("Content-Disposition");
      const auto name_of = [&](const std::string& day) {
        return "attachment; filename=\"daymark-" + day + "." + format + "\"";
      };
      BOOST_TEST_CONTEXT(zone << ' ' << starts_at << ": " << name) {
        BOOST_TEST((name == name_of(before) || name == name_of(today())));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_journal_goes_through_csv_without_loss) {
  const auto count = record_nasty_entries();
  Person by_csv{client};
  expect_imported(import_csv(by_csv, export_of(person, "csv")), count, 0);
  BOOST_TEST((export_of(by_csv, "json") == export_of(person, "json")));
  Person by_json{client};
  expect_imported(import_json(by_json, export_of(by_csv, "json")), count, 0);
  BOOST_TEST((export_of(by_json, "csv") == export_of(person, "csv")));
}

BOOST_AUTO_TEST_CASE(an_export_says_what_it_is_and_has_no_length) {
  person.record();
  const auto json = person.get("/mood/export");
  BOOST_TEST(json.header("Content-Type") == "application/json");
  BOOST_TEST(json.header("Content-Disposition").ends_with(".json\""));
  BOOST_TEST(json.header("Content-Length") == "");
  BOOST_TEST((json.body == export_of(person, "json")));
  const auto csv = person.get("/mood/export?format=csv");
  BOOST_TEST(csv.header("Content-Type") == "text/csv; charset=utf-8; header=present");
  BOOST_TEST(csv.header("Content-Disposition").ends_with(".csv\""));
  const auto head = person.send(plain("HEAD", "/mood/export?format=csv"));
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.header("Content-Type") == csv.header("Content-Type"));
}

BOOST_AUTO_TEST_CASE(an_account_without_entries_has_an_empty_file) {
  BOOST_TEST(export_of(person, "json") == R"({"moods":[]})");
  BOOST_TEST(export_of(person, "csv") == kCsvHeader);
  expect_imported(import_json(R"({"moods":[]})"), 0, 0);
  expect_imported(import_csv(kCsvHeader), 0, 0);
  BOOST_TEST(person.get("/mood").json()["longest_streak"].as_integer() == 0);
}

BOOST_AUTO_TEST_CASE(an_export_is_oldest_first_and_has_nothing_that_follows_from_other_entries) {
  person.record(object({{"mood", "second"}, {"recorded_at", "2026-03-02T10:00:00Z"}}));
  person.record(object({{"mood", "third"}, {"recorded_at", "2026-03-02T11:00:00Z"}}));
  person.record(object({{"mood", "first"}, {"day", "2026-03-01"}}));
  const auto file = Json::parse(export_of(person, "json"));
  std::string moods;
  for (const auto& entry : file["moods"].as_array()) {
    moods += entry["mood"].as_string() + " ";
    BOOST_TEST(!entry.has("id"));
    BOOST_TEST(!entry.has("streak"));
  }
  BOOST_TEST(moods == "first second third ");
}

BOOST_AUTO_TEST_CASE(a_csv_file_begins_with_a_byte_order_mark_where_it_is_asked_for) {
  const auto count = record_nasty_entries();
  const auto plain_file = export_of(person, "csv");
  BOOST_TEST(plain_file.starts_with(kCsvHeader));
  BOOST_TEST((export_of(person, "csv&bom=false") == plain_file));
  for (const std::string bom : {"true", "false"}) {
    BOOST_TEST((export_of(person, "json&bom=" + bom) == export_of(person, "json")));
  }
  const auto marked = export_of(person, "csv&bom=true");
  BOOST_TEST((marked == kMark + plain_file));
  Person next{client};
  expect_imported(import_csv(next, marked), count, 0);
  BOOST_TEST((export_of(next, "csv&bom=true") == marked));
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_asked_for_or_not) {
  const auto fault = [&](const std::string& query) {
    const auto answer = person.get("/mood/export?" + query);
    BOOST_TEST(answer.status == 422, query);
    const auto problem = answer.json();
    BOOST_TEST(problem["errors"].as_array().size() == 1U);
    const auto& error = problem["errors"].as_array().front();
    return error["parameter"].as_string() + " " + error["code"].as_string();
  };
  for (const std::string value : {"", "1", "yes", "TRUE", "true,", "null"}) {
    BOOST_TEST(fault("format=csv&bom=" + value) == "bom wrong-type");
  }
  BOOST_TEST(fault("format=csv&bom") == "bom wrong-type");
  BOOST_TEST(fault("format=csv&bom=true&bom=true") == "bom duplicate");
}

// --- Files of others.

BOOST_AUTO_TEST_CASE(a_byte_order_mark_before_a_file_or_a_body_is_passed_over) {
  expect_imported(import_json(kMark + R"({"moods":[{"rating":4,"day":"2026-03-01"}]})"), 1, 0);
  expect_imported(import_csv(kMark + "\"day\",rating\n2026-03-02,4\n"), 1, 0);
  BOOST_TEST(import_json(kMark + kMark + R"({"moods":[]})").code() == "malformed-json");
  const auto recorded = person.send({.method = "POST",
                                     .target = "/mood",
                                     .headers = {{"Content-Type", "application/json"}},
                                     .body = kMark + R"({"rating":3})"});
  BOOST_TEST(recorded.status == 201, recorded.body);
  BOOST_TEST(count_entries(person) == 3U);
}

BOOST_AUTO_TEST_CASE(columns_stand_in_any_order_and_only_two_are_needed) {
  expect_imported(import_csv("day,rating\n2026-03-01,4\n2026-03-02,5.0"), 2, 0);
  expect_imported(
      import_csv("\xEF\xBB\xBFnote,recorded_at,mood\r\n\"a \"\"b\"\"\",2026-03-03T14:00:00+"
                 "02:00,odd\r\n"),
      1, 0);
  expect_imported(
      import_csv("tags,day,rating\n\"[\"\"x\"\",\"\"y z\"\"]\",2026-03-04,1\n,2026-03-04,"
                 "2\n[],2026-03-04,3\n"),
      3, 0);
  const auto moods = person.get("/mood?limit=100").json()["moods"];
  BOOST_TEST(moods.as_array().size() == 6U);
  BOOST_TEST(moods.as_array()[3]["note"].as_string() == "a \"b\"");
  BOOST_TEST(moods.as_array()[3]["recorded_at"].as_string() == "2026-03-03T12:00:00Z");
  BOOST_TEST(moods.as_array()[3]["day"].as_string() == "2026-03-03");
  BOOST_TEST(moods.as_array().back()["mood"].as_string() == "good");
}

BOOST_AUTO_TEST_CASE(
    semicolons_and_tabs_separate_as_commas_do_where_the_names_of_the_columns_say_so) {
  const auto expect = [&](const std::string& file, const std::string& note) {
    BOOST_TEST_CONTEXT(file) {
      Person next{client};
      expect_imported(import_csv(next, file), 1, 0);
      const auto entry = next.get("/mood").json()["moods"].as_array().front();
      BOOST_TEST(entry["note"].as_string() == note);
      BOOST_TEST(entry["rating"].as_integer() == 4);
      BOOST_TEST(entry["tags"].to_text() == array({"x", "y"}).to_text());
    }
  };
  const std::string tags = R"("[""x"",""y""]")";
  expect("day,rating,note,tags\n2026-03-01,4,a;b\tc," + tags, "a;b\tc");
  expect("day;rating;note;tags\r\n2026-03-01;4;a,b\tc;" + tags + "\r\n", "a,b\tc");
  expect("day\trating\tnote\ttags\n2026-03-01\t4\ta,b;c\t" + tags, "a,b;c");
  expect(kMark + "\"day\";\"rating\";\"note\";\"tags\"\n2026-03-01;4;\"a;\"\"b\"\"\";" + tags,
         "a;\"b\"");
  expect("\r\n\r\nday;rating;note;tags\r2026-03-01;4;a;" + tags, "a");
}

BOOST_AUTO_TEST_CASE(a_rating_may_have_a_decimal_comma_but_is_whole) {
  expect_imported(import_csv("day;rating\n2026-03-01;4,0\n2026-03-02;\"5,00\"\n"), 2, 0);
  expect_imported(import_csv("day;mood\n2026-03-03;3,0\n"), 1, 0);
  BOOST_TEST(rows_of(import_csv("day;rating;mood\n2026-03-01;4,5;\n2026-03-01;,;\n"
                                "2026-03-01;4,0,0;\n2026-03-01;;3,5\n")) ==
                 (std::vector<std::string>{"1 #/rating out-of-range", "2 #/rating out-of-range",
                                           "3 #/rating out-of-range", "4 #/mood out-of-range"}),
             boost::test_tools::per_element());
  const auto page = person.get("/mood").json();
  std::string ratings;
  for (const auto& entry : page["moods"].as_array()) {
    ratings += std::to_string(entry["rating"].as_integer());
  }
  BOOST_TEST(ratings == "354");
}

BOOST_AUTO_TEST_CASE(a_mood_of_a_table_may_be_a_number_or_a_name_in_english_or_russian) {
  const auto expect = [&](const std::string& cell, const std::string& label, const Json& rating) {
    BOOST_TEST_CONTEXT(cell) {
      Person next{client};
      expect_imported(import_csv(next, "day,mood\n2026-03-01," + cell + "\n"), 1, 0);
      const auto entry = next.get("/mood").json()["moods"].as_array().front();
      BOOST_TEST(entry["mood"].as_string() == label);
      BOOST_TEST((entry["rating"] == rating));
    }
  };
  expect("1", "awful", 1);
  expect("5", "great", 5);
  expect("\"4\"", "good", 4);
  expect("2.0", "bad", 2);
  expect("3e0", "okay", 3);
  expect("Good", "good", 4);
  expect("AWFUL", "awful", 1);
  expect("oKaY", "okay", 3);
  expect("ужасно", "awful", 1);
  expect("Плохо", "bad", 2);
  expect("СРЕДНЕ", "okay", 3);
  expect("хОРОШО", "good", 4);
  expect("Отлично", "great", 5);
  expect("Good!", "Good!", nullptr);
  expect("24/7", "24/7", nullptr);
  expect("nan", "nan", nullptr);
  expect("-", "-", nullptr);
  expect("Так себе", "Так себе", nullptr);
}

BOOST_AUTO_TEST_CASE(a_mood_of_a_table_agrees_with_the_rating_beside_it) {
  BOOST_TEST(rows_of(import_csv("day,mood,rating\n"
                                "2026-03-01,Good,4\n"
                                "2026-03-01,Good,3\n"
                                "2026-03-01,5,4\n"
                                "2026-03-01,плохо,5\n"
                                "2026-03-01,6,\n"
                                "2026-03-01,-1,\n"
                                "2026-03-01,0.5,\n")) ==
                 (std::vector<std::string>{"2 #/rating conflict", "3 #/rating conflict",
                                           "4 #/rating conflict", "5 #/mood out-of-range",
                                           "6 #/mood out-of-range", "7 #/mood out-of-range"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_with_a_uid_was_exported_and_its_mood_is_what_it_says) {
  for (const auto* mood : {"5", "Good", "Хорошо", "4,0", "1e0", "0"}) {
    person.record(object({{"mood", mood}, {"day", "2026-03-01"}}));
    person.record(object({{"mood", mood}, {"rating", 1}, {"day", "2026-03-01"}}));
  }
  const auto file = export_of(person, "csv");
  Person next{client};
  expect_imported(import_csv(next, file), 12, 0);
  BOOST_TEST((export_of(next, "csv") == file));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_told_with_its_row) {
  const std::vector<std::string> faults{"1 #/mood blank", "2 #/tags/1 blank"};
  BOOST_TEST(rows_of(import_csv("day,mood,tags\n2026-03-01,\u200B,\n"
                                "2026-03-01,5,\"[\"\"a\"\",\"\"\u2800\"\"]\"\n")) == faults,
             boost::test_tools::per_element());
  const auto in_json =
      rows_of(import_json("{\"moods\":[{\"mood\":\" \",\"day\":\"2026-03-01\"},"
                          "{\"rating\":5,\"tags\":[\"a\",\"\u3164\"],\"day\":\"2026-03-01\"}]}"));
  BOOST_TEST(
      in_json == (std::vector<std::string>{"1 #/moods/0/mood blank", "2 #/moods/1/tags/1 blank"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(older_entries_that_cannot_be_seen_are_read_and_go_through_a_file) {
  // As many bytes as they have below: the account's row has their number.
  const auto id = person.record(object({{"mood", "x"}, {"tags", array({"yyy"})}}));
  support::Database database{service()};
  database.query("update entries set mood = ' ', tags = array[$2] where entry_id = $1",
                 {id, "\u2800"});
  const auto entry = person.get("/mood/" + id).json();
  BOOST_TEST(entry["mood"].as_string() == " ");
  BOOST_TEST(entry["tags"].to_text() == array({"\u2800"}).to_text());
  for (const std::string format : {"json", "csv"}) {
    const auto file = export_of(person, format);
    Person next{client};
    expect_imported(format == "csv" ? import_csv(next, file) : import_json(next, file), 1, 0);
    BOOST_TEST((export_of(next, format) == file));
  }
  BOOST_TEST(person.patch("/mood/" + id, object({{"note", "seen"}})).status == 200);
}

BOOST_AUTO_TEST_CASE(columns_that_are_wrong_are_told) {
  const auto expect = [&](const std::string& header, const std::vector<std::string>& faults) {
    BOOST_TEST_CONTEXT(header) {
      BOOST_TEST(rows_of(import_csv(header + "\r\n1,2,3\r\n")) == faults,
                 boost::test_tools::per_element());
    }
  };
  expect("day,rating,rating", {"#/rating duplicate"});
  expect("day,rating,id", {"#/id unknown-field"});
  expect("day,rating,Note", {"#/Note unknown-field"});
  expect("day,rating, note", {"#/ note unknown-field"});
  expect("day,rating,", {"#/ unknown-field"});
  expect("uid,note,tags", {"#/mood required", "#/recorded_at required"});
  expect("day|rating", {"#/day|rating unknown-field", "#/mood required", "#/recorded_at required"});
  expect("day;rating;notes", {"#/notes unknown-field"});
  expect("day;mood;rating,note", {"#/rating,note unknown-field"});
  BOOST_TEST(rows_of(import_csv("")) ==
                 (std::vector<std::string>{"#/mood required", "#/recorded_at required"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_faulty_row_of_a_csv_file_is_told_with_its_number) {
  BOOST_TEST(
      rows_of(import_csv("day,rating,mood,note,tags,recorded_at,uid\n"
                         "2026-03-01,6,,,,,\n"
                         "2026-03-01,3,,,,,\n"
                         "2026-02-30,x,,,,,not-a-uid\n"
                         "1899-12-31,,,,,,\n"
                         ",3,,,,,\n"
                         "2026-03-01,,good,,[1],2026-03-01,\n"
                         "2026-03-01,3,great,,\"[\"\"a\"\",\"\"a\"\"]\",9999-01-01T00:00:00Z,\n"
                         "2026-03-01,3,,,a,,\n"
                         "2026-03-01,3\n"
                         "2026-03-01,3,,,,,,\n")) ==
          (std::vector<std::string>{
              "1 #/rating out-of-range", "3 #/uid invalid", "3 #/rating out-of-range",
              "3 #/day invalid", "4 #/mood required", "4 #/day too-early",
              "5 #/recorded_at required", "6 #/tags/0 wrong-type", "6 #/recorded_at invalid",
              "7 #/rating conflict", "7 #/tags/1 duplicate", "7 #/recorded_at in-future",
              "8 #/tags invalid", "9 #/mood required", "9 #/note required", "9 #/tags required",
              "9 #/recorded_at required", "9 #/uid required", "10 # too-many"}),
      boost::test_tools::per_element());
  BOOST_TEST(count_entries(person) == 0U);
}

BOOST_AUTO_TEST_CASE(every_faulty_entry_of_a_json_file_is_told_with_its_number) {
  const auto ahead = to_text(std::chrono::floor<days>(std::chrono::system_clock::now()) + days{2});
  BOOST_TEST(rows_of(import_json(R"({"moods":[
                 {"rating":3,"day":"2026-03-01"},
                 {"rating":6,"day":"2026-03-01","id":"7","a/b":1},
                 7,
                 {"rating":3},
                 {"mood":4,"rating":5,"day":"2026-03-01"},
                 {"rating":3,"day":"2026-03-01","note":"\u0000"},
                 {"rating":3,"rating":3,"day":"2026-03-01"},
                 {"rating":3,"day":")" +
                                 ahead + R"("},
                 {"mood":"","day":"2026-03-01","uid":7}], "more": 1})")) ==
                 (std::vector<std::string>{
                     "#/more unknown-field", "2 #/moods/1/rating out-of-range",
                     "2 #/moods/1/id unknown-field", "2 #/moods/1/a~1b unknown-field",
                     "3 #/moods/2 wrong-type", "4 #/moods/3/recorded_at required",
                     "5 #/moods/4/rating conflict", "6 #/moods/5/note contains-nul",
                     "7 #/moods/6/rating duplicate", "8 #/moods/7/day in-future",
                     "9 #/moods/8/uid wrong-type", "9 #/moods/8/mood too-short"}),
             boost::test_tools::per_element());
  BOOST_TEST(count_entries(person) == 0U);
}

BOOST_AUTO_TEST_CASE(a_day_of_tomorrow_can_be_kept_but_none_after_it) {
  const auto tomorrow = std::chrono::floor<days>(std::chrono::system_clock::now()) + days{1};
  expect_imported(
      import_csv("day,rating,recorded_at\n" + to_text(tomorrow) + ",3,2026-03-01T00:00:00Z\n"), 1,
      0);
  BOOST_TEST(rows_of(import_csv("day,rating\n" + to_text(tomorrow + days{1}) + ",3\n")) ==
                 std::vector<std::string>{"1 #/day in-future"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_bad_row_wherever_it_is_stores_nothing) {
  for (const int bad : {1, 100, 2'000}) {
    std::string csv = "day,rating,note\r\n";
    std::string json = R"({"moods":[)";
    for (int row = 1; row <= 2'000; ++row) {
      const auto rating = std::to_string(row == bad ? 7 : 3);
      csv += "2026-03-01," + rating + ",n" + std::to_string(row) + "\r\n";
      json += std::string{row == 1 ? "" : ","} + R"({"day":"2026-03-01","rating":)" + rating + "}";
    }
    json += "]}";
    const auto number = std::to_string(bad);
    BOOST_TEST(
        rows_of(import_csv(csv)) == std::vector<std::string>{number + " #/rating out-of-range"},
        boost::test_tools::per_element());
    BOOST_TEST(rows_of(import_json(json)) ==
                   std::vector<std::string>{number + " #/moods/" + std::to_string(bad - 1) +
                                            "/rating out-of-range"},
               boost::test_tools::per_element());
    BOOST_TEST(count_entries(person) == 0U);
  }
}

BOOST_AUTO_TEST_CASE(of_many_faults_the_first_hundred_are_told) {
  std::string csv = "day,rating\n";
  for (int row = 0; row < 5'000; ++row) {
    csv += "2026-03-01,9\n";
  }
  const auto rows = rows_of(import_csv(csv));
  BOOST_TEST(rows.size() == 100U);
  BOOST_TEST(rows.back() == "100 #/rating out-of-range");
}

BOOST_AUTO_TEST_CASE(what_is_neither_csv_nor_json_is_malformed) {
  for (const std::string file : {"day,rating\n\"2026-03-01,3\n", "day,rating\n2026\"-03-01,3\n",
                                 "day,rating\n\"2026-03-01\"x,3\n", "day,rating\n\xFF,3\n"}) {
    const auto answer = import_csv(file);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.code() == "malformed-csv");
  }
  std::string cut = R"({"moods":[)";
  for (int i = 0; i < 3'000; ++i) {
    cut += R"({"day":"2026-03-01","rating":3},)";
  }
  for (const std::string& file : {std::string{}, std::string{"{"}, cut, cut + "]}", cut + "7]} x",
                                  std::string{"{\"moods\":[]}\0", 13}, std::string{kCsvHeader}}) {
    const auto answer = import_json(file);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(answer.code() == "malformed-json");
  }
  BOOST_TEST(count_entries(person) == 0U);
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_too_long_is_told_and_the_longest_is_kept) {
  const auto longest = repeat("\\ud83c\\udf0a", 10'000);
  std::string tags;
  for (int i = 0; i < 20; ++i) {
    tags += (i == 0 ? "\"" : ",\"") + repeat("\\ud83c\\udf0a", 48) + std::to_string(i + 10) + "\"";
  }
  expect_imported(import_json(R"({"moods":[{"day":"2026-03-01","rating":3,"note":")" + longest +
                              R"(","tags":[)" + tags + "]}]}"),
                  1, 0);
  const auto file = export_of(person, "csv");
  Person next{client};
  expect_imported(import_csv(next, file), 1, 0);
  const auto too_long = repeat("x", 300'000);
  BOOST_TEST(rows_of(import_json(R"({"moods":[{"day":"2026-03-01","rating":3,"note":")" + too_long +
                                 R"("}]})")) == std::vector<std::string>{"1 #/moods/0 too-long"},
             boost::test_tools::per_element());
  BOOST_TEST(rows_of(import_csv("day,rating,note\n2026-03-01,3,a\n2026-03-01,3," + too_long)) ==
                 std::vector<std::string>{"2 # too-long"},
             boost::test_tools::per_element());
}

// --- Requests.

BOOST_AUTO_TEST_CASE(the_format_is_that_of_the_content_type_and_a_named_one_has_to_agree) {
  const std::string csv = "day,rating\n2026-03-01,3\n";
  const auto send = [&](const std::string& target, const std::string& type) {
    return person.send(
        {.method = "POST", .target = target, .headers = {{"Content-Type", type}}, .body = csv});
  };
  BOOST_TEST(send("/mood/import", "text/csv; charset=utf-8; header=present").status == 200);
  BOOST_TEST(send("/mood/import?format=csv", "Text/CSV").status == 200);
  BOOST_TEST(send("/mood/import?format=json", "text/csv").status == 415);
  BOOST_TEST(send("/mood/import?format=csv", "application/json").status == 415);
  BOOST_TEST(send("/mood/import", "text/plain").status == 415);
  BOOST_TEST(faults_of(send("/mood/import?format=xml", "text/csv")) ==
                 std::vector<std::string>{"format invalid"},
             boost::test_tools::per_element());
  BOOST_TEST(faults_of(person.get("/mood/export?format=xml")) ==
                 std::vector<std::string>{"format invalid"},
             boost::test_tools::per_element());
  BOOST_TEST(faults_of(person.get("/mood/export?format=CSV&limit=3")).size() == 2U);
}

BOOST_AUTO_TEST_CASE(another_site_imports_nothing) {
  const auto own = cookie(sign_up_with_cookie(client, support::make_username()));
  auto request = import_request("day,rating\n2026-03-01,3\n", "text/csv");
  request.headers = request.headers + own + Headers{{"Sec-Fetch-Site", "cross-site"}};
  const auto answer = client.send(request);
  BOOST_TEST(answer.status == 403);
  BOOST_TEST(answer.code() == "cross-site");
  request.headers = {{"Content-Type", "text/plain"}};
  BOOST_TEST(client.send(request).status == 401);
}

BOOST_AUTO_TEST_CASE(a_body_in_chunks_is_imported) {
  std::string csv = "day,rating,note\r\n";
  for (int row = 0; row < 20'000; ++row) {
    csv += "2026-03-01,3,n" + std::to_string(row) + "\r\n";
  }
  std::string chunks;
  for (std::size_t at = 0; at < csv.size(); at += 10'000) {
    const auto chunk = csv.substr(at, 10'000);
    std::array<char, 16> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", chunk.size());
    chunks += size.data() + chunk + "\r\n";
  }
  const auto meant = import_request(csv, "text/csv");
  const auto answer = client.send_raw(
      meant, raw_request("POST /mood/import HTTP/1.1",
                         "Authorization: Bearer " + person.token() +
                             "\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n") +
                 chunks + "0\r\n\r\n");
  expect_imported(answer, 20'000, 0);
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_is_too_large_before_anything_else_is_looked_at) {
  auto request = import_request("", "text/csv");
  request.body.emplace(std::size_t{256} * 1024 * 1024 + 1, '\n');
  const auto answer = client.send(request);
  BOOST_TEST(answer.status == 413);
  BOOST_TEST(answer.code() == "body-too-large");
  request.body->pop_back();
  BOOST_TEST(client.send(request).status == 401);
}

BOOST_AUTO_TEST_CASE(many_imports_at_once_store_every_entry_once) {
  std::string csv = "day,rating,note\n";
  for (int row = 0; row < 1'000; ++row) {
    csv += to_text(person.today() - days{row % 300}) + ",3,n" + std::to_string(row) + "\n";
  }
  std::atomic<int> imported = 0;
  in_parallel(16, [&](int) {
    auto own_client = make_client();
    Person same{own_client, person};
    const auto answer = import_csv(same, csv);
    if (answer.status == 409) {
      BOOST_TEST(answer.code() == "import-running");
      return;
    }
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    imported += static_cast<int>(answer.json()["imported"].as_integer());
    BOOST_TEST(answer.json()["skipped"].as_integer() + answer.json()["imported"].as_integer() ==
               1'000);
  });
  BOOST_TEST(imported == 1'000);
}

BOOST_AUTO_TEST_CASE(an_account_that_is_deleted_during_an_import_is_gone) {
  std::string csv = "day,rating,note\n";
  for (int row = 0; row < 20'000; ++row) {
    csv += to_text(person.today() - days{row % 300}) + ",3,n" + std::to_string(row) + "\n";
  }
  int imported = 0;
  int deleted = 0;
  in_parallel(2, [&](int thread) {
    auto own_client = make_client();
    Person same{own_client, person};
    if (thread == 0) {
      imported = import_csv(same, csv).status;
      return;
    }
    // It may have to wait for the import's end, and is then told to try again.
    do {
      deleted = same.send(json_request("DELETE", "/me",
                                       object({{"current_password", support::kPassword}})))
                    .status;
    } while (deleted == 503);
  });
  BOOST_TEST(deleted == 204);
  BOOST_TEST((imported == 200 || imported == 401), imported);
  support::Database database{service()};
  BOOST_TEST(
      database.query("select from entries where account_id = $1 limit 1", {person.id()}).empty());
  BOOST_TEST(database.query(std::string{support::oracle::kWrongHistogram}).empty());
}

BOOST_AUTO_TEST_CASE(streak_and_percentile_are_right_at_once) {
  std::string csv = "day,rating\n";
  for (int day = 1; day <= 400; ++day) {
    csv += to_text(person.today() - days{day}) + ",3\n";
  }
  person.record();
  expect_imported(import_csv(csv), 400, 0);
  support::Database database{service()};
  const auto page = person.get("/mood").json();
  const auto others =
      database.query(std::string{support::oracle::kComparison}, {person.id(), "401"}).at(0);
  BOOST_TEST(page["streak"].as_integer() == 401);
  BOOST_TEST(page["longest_streak"].as_integer() == 401);
  BOOST_TEST(page["logged_today"].as_bool());
  BOOST_TEST(std::to_string(page["compared_with"].as_integer()) == others.at(1));
  const auto hundredths = std::stol(others.at(0)) * 10'000 / std::stol(others.at(1));
  BOOST_TEST(std::lround(page["percentile"].as_number() * 100) == hundredths);
  BOOST_TEST(database.query(std::string{support::oracle::kWrongHistogram}).empty());
}

BOOST_AUTO_TEST_CASE(others_read_and_write_while_journals_come_and_go) {
  const auto note = repeat("x", 2'000);
  std::string csv = "day,rating,note\n";
  for (int row = 0; row < 4'000; ++row) {
    csv += "2026-03-01,3," + std::to_string(row) + note + "\n";
  }
  std::atomic<bool> is_over = false;
  in_parallel(2, [&](int thread) {
    auto own_client = make_client();
    Person other{own_client};
    if (thread == 0) {
      expect_imported(import_csv(other, csv), 4'000, 0);
      BOOST_TEST(export_of(other, "csv").size() > csv.size());
      is_over = true;
    }
    int rounds = 0;
    while (!is_over || ++rounds < 3) {
      const auto id = other.record();
      BOOST_TEST(other.get("/mood").status == 200);
      other.remove_entry(id);
    }
  });
}

BOOST_AUTO_TEST_CASE(an_export_that_loses_its_database_never_looks_whole) {
  const auto note = repeat("\\u0001", 5'000);
  std::string json = R"({"moods":[)";
  for (int row = 0; row < 1'000; ++row) {
    json += std::string{row == 0 ? "" : ","} + R"({"day":"2026-03-01","rating":3,"note":")" +
            std::to_string(row) + note + "\"}";
  }
  json += "]}";
  expect_imported(import_json(json), 1'000, 0);
  const auto whole = export_of(person, "json");
  // nginx asks again where nothing of the answer has come yet, and nobody notices. So each round
  // strikes later than the one before, until it is between the first page of twenty and the last.
  bool has_broken_off = false;
  std::chrono::duration<double, std::milli> age{10};
  for (int round = 0; round < 50 && !has_broken_off; ++round, age *= 1.5) {
    std::atomic<bool> is_over = false;
    std::thread enemy{[&] {
      support::Database database{service()};
      while (!is_over && database
                             .query(R"sql(
          select pg_terminate_backend(pid)
            from pg_stat_activity
           where usename = 'daymark_worker'
             and xact_start < clock_timestamp() - $1 * interval '1 ms'
             and query like '%limit%' and query not like '%pg_stat_activity%')sql",
                                    {std::to_string(age.count())})
                             .empty()) {
      }
    }};
    try {
      const auto answer = person.get("/mood/export");
      BOOST_TEST((answer.status == 503 || answer.body == whole), answer.status);
    } catch (const support::NoAnswer&) {
      has_broken_off = true;
    }
    is_over = true;
    enemy.join();
  }
  BOOST_TEST(has_broken_off);
  BOOST_TEST((export_of(person, "json") == whole));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
