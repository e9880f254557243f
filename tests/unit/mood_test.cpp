#include "mood/mood.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

#include "mood/page_query.hpp"
#include "server/url.hpp"

namespace daymark::unit_tests {
namespace {

using mood::PagePosition;
using mood::read_cursor;
using mood::write_cursor;

BOOST_AUTO_TEST_SUITE(mood_labels)

BOOST_AUTO_TEST_CASE(every_rating_has_its_standard_label_and_the_label_its_rating) {
  BOOST_TEST(mood::standard_label(1) == "awful");
  BOOST_TEST(mood::standard_label(2) == "bad");
  BOOST_TEST(mood::standard_label(3) == "okay");
  BOOST_TEST(mood::standard_label(4) == "good");
  BOOST_TEST(mood::standard_label(5) == "great");
  for (int rating = mood::kRatingMin; rating <= mood::kRatingMax; ++rating) {
    BOOST_TEST(mood::rating_of(mood::standard_label(rating)).value() == rating);
  }
}

BOOST_AUTO_TEST_CASE(a_rating_has_names_in_two_languages_and_any_case) {
  const std::vector<std::vector<std::string>> names{{"awful", "Awful", "Ужасно", "УЖАСНО"},
                                                    {"bad", "BAD", "плохо", "Плохо"},
                                                    {"okay", "oKay", "средне", "СРЕДНЕ"},
                                                    {"good", "Good", "хорошо", "хОРОШО"},
                                                    {"great", "GREAT", "отлично", "Отлично"}};
  for (auto rating = mood::kRatingMin; rating <= mood::kRatingMax; ++rating) {
    for (const auto& name : names.at(static_cast<std::size_t>(rating - mood::kRatingMin))) {
      BOOST_TEST(mood::rating_named(name).value_or(0) == rating, name);
    }
  }
  for (const auto* name : {"", "goo", "goods", " good", "хорош", "5", "gооd"}) {
    BOOST_TEST(!mood::rating_named(name).has_value(), name);
  }
}

BOOST_AUTO_TEST_CASE(any_other_label_has_no_rating) {
  for (const std::string label : {"", "Good", "good ", "goods", "nostalgic", "4", "хорошо"}) {
    BOOST_TEST(!mood::rating_of(label), label);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(mood_patches)

using mood::EntryPatch;
using mood::Feeling;

void expect(const Feeling& feeling, const EntryPatch& patch, const std::optional<Feeling>& wanted) {
  const auto merged = mood::merge(feeling, patch);
  BOOST_REQUIRE(merged.has_value() == wanted.has_value());
  if (merged) {
    BOOST_TEST(merged->mood == wanted->mood);
    BOOST_TEST(merged->rating.value_or(0) == wanted->rating.value_or(0));
  }
}

BOOST_AUTO_TEST_CASE(what_a_patch_leaves_out_stays) {
  expect({"good", 4}, {}, Feeling{"good", 4});
  expect({"nostalgic", std::nullopt}, {}, Feeling{"nostalgic", std::nullopt});
  expect({"nostalgic", 2}, {}, Feeling{"nostalgic", 2});
}

BOOST_AUTO_TEST_CASE(a_standard_label_and_its_rating_change_together) {
  expect({"good", 4}, {.rating = 2}, Feeling{"bad", 2});
  expect({"good", 4}, {.mood = "bad", .rating = 2}, Feeling{"bad", 2});
  expect({"good", 4}, {.removes_mood = true}, Feeling{"good", 4});
  expect({"good", 4}, {.removes_rating = true}, Feeling{"good", 4});
  expect({"nostalgic", 2}, {.mood = "great", .rating = 5}, Feeling{"great", 5});
}

BOOST_AUTO_TEST_CASE(a_label_of_ones_own_and_a_rating_change_apart) {
  expect({"good", 4}, {.mood = "nostalgic"}, Feeling{"nostalgic", 4});
  expect({"good", 4}, {.mood = "nostalgic", .removes_rating = true},
         Feeling{"nostalgic", std::nullopt});
  expect({"nostalgic", std::nullopt}, {.rating = 2}, Feeling{"nostalgic", 2});
  expect({"nostalgic", 2}, {.removes_rating = true}, Feeling{"nostalgic", std::nullopt});
  expect({"nostalgic", 2}, {.removes_mood = true}, Feeling{"bad", 2});
  expect({"nostalgic", 2}, {.removes_mood = true, .rating = 5}, Feeling{"great", 5});
}

BOOST_AUTO_TEST_CASE(nothing_may_be_left_of_a_label_without_a_rating) {
  expect({"nostalgic", std::nullopt}, {.removes_mood = true}, std::nullopt);
  expect({"good", 4}, {.removes_mood = true, .removes_rating = true}, std::nullopt);
}

BOOST_AUTO_TEST_SUITE_END()

PagePosition position(std::string_view day, std::string_view recorded_at, std::int64_t id) {
  return {.day = *shared::parse_day(day),
          .recorded_at = *shared::parse_instant(recorded_at),
          .entry = {id}};
}

bool are_the_same(const PagePosition& a, const PagePosition& b) {
  return a.day == b.day && a.recorded_at == b.recorded_at && a.entry == b.entry;
}

BOOST_AUTO_TEST_SUITE(mood_cursor)

BOOST_AUTO_TEST_CASE(any_position_reads_as_it_was_written) {
  for (const auto& each : {position("2026-03-10", "2026-03-10T12:00:00Z", 1),
                           position("1900-01-01", "1899-12-31T23:59:59.999999Z", INT64_MAX),
                           position("9999-12-31", "9999-12-31T23:59:59.000001Z", 42)}) {
    const auto cursor = write_cursor(each);
    const auto read = read_cursor(cursor);
    BOOST_REQUIRE(read);
    BOOST_TEST(are_the_same(*read, each));
    BOOST_TEST(server::percent_encode(cursor) == cursor, "a cursor needs no escapes in a URL");
  }
}

BOOST_AUTO_TEST_CASE(a_hostile_cursor_is_refused) {
  for (const std::string text :
       {"", "/", "//", "///", "2026-03-10", "2026-03-10/2026-03-10T12:00:00Z",
        "2026-03-10/2026-03-10T12:00:00Z/", "2026-03-10/2026-03-10T12:00:00Z/0",
        "2026-03-10/2026-03-10T12:00:00Z/-1", "2026-03-10/2026-03-10T12:00:00Z/1/2",
        "2026-03-10/2026-03-10T12:00:00Z/9223372036854775808", "2026-02-30/2026-03-10T12:00:00Z/1",
        "infinity/infinity/1", "2026-03-10/infinity/1", "2026-03-10/0001-01-01T00:00:00+01:00/1",
        "2026-03-10/9999-12-31T23:59:59-01:00/1", "2026-03-10/2026-03-10T12:00:00Z/1; drop",
        "'/'/'"}) {
    BOOST_TEST(!read_cursor(server::base64url_encode(text)), text);
  }
  for (const std::string cursor : {"!", "MQ==", "2026-03-10/2026-03-10T12:00:00Z/1", "ж", "A"}) {
    BOOST_TEST(!read_cursor(cursor), cursor);
  }
}

BOOST_AUTO_TEST_CASE(a_position_has_one_cursor) {
  for (const std::string text :
       {"2026-03-10/2026-03-10t12:00:00z/1", "2026-03-10/2026-03-10T12:00:00+00:00/1",
        "2026-03-10/2026-03-10T15:00:00+03:00/1", "2026-03-10/2026-03-10T12:00:00.0Z/1",
        "2026-03-10/2026-03-10T11:59:60Z/1"}) {
    BOOST_TEST(!read_cursor(server::base64url_encode(text)), text);
  }
}

BOOST_AUTO_TEST_CASE(a_cursor_that_was_changed_is_refused_or_another_position) {
  const auto cursor = write_cursor(position("2026-03-10", "2026-03-10T12:00:00.5Z", 12345));
  std::mt19937 random{1};
  std::uniform_int_distribution<std::size_t> at{0, cursor.size() - 1};
  std::uniform_int_distribution<int> byte{0, 255};
  for (int i = 0; i < 20'000; ++i) {
    auto changed = cursor;
    changed[at(random)] = static_cast<char>(byte(random));
    if (const auto read = read_cursor(changed)) {
      BOOST_REQUIRE(read->entry.value >= 1);
      BOOST_REQUIRE(read_cursor(write_cursor(*read)).has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
