#include "accounts/username.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace daymark::unit_tests {
namespace {

/// The key, or that there is none.
std::string key(std::string_view name) { return accounts::username_key(name).value_or("refused"); }

/// The same for a new account.
std::string new_key(std::string_view name) {
  return accounts::new_username_key(name).value_or("refused");
}

/// The code points of `invisible` in the migration that looks for them: their first and last ones.
std::vector<std::pair<unsigned long, unsigned long>> read_invisible() {
  std::ifstream file{DAYMARK_SQL "/migrations/0010_tell_of_old_names.sql"};
  const std::string sql{std::istreambuf_iterator<char>{file}, {}};
  const auto from = sql.find("'[");
  const auto text = sql.substr(from, sql.find("]';") - from);
  const std::regex range{R"(\\[uU]([0-9A-F]+)(-\\[uU]([0-9A-F]+))?)"};
  std::vector<std::pair<unsigned long, unsigned long>> ranges;
  for (std::sregex_iterator found{text.begin(), text.end(), range}, end; found != end; ++found) {
    const auto& match = *found;
    const auto first = std::stoul(match[1], nullptr, 16);
    ranges.emplace_back(first, match[3].matched ? std::stoul(match[3], nullptr, 16) : first);
  }
  return ranges;
}

BOOST_AUTO_TEST_SUITE(usernames)

BOOST_AUTO_TEST_CASE(names_of_any_script_are_possible) {
  for (const std::string name :
       {"anna", "o.brien_jr-3", "аня", "ёжик", "王小明", "さくら", "김철수", "מרים", "عمر", "ελένη",
        "नेहा", "สมชาย", "ña", "٣٤٥", "___", "...", "-1-"}) {
    BOOST_TEST(key(name) == name, name);
  }
}

BOOST_AUTO_TEST_CASE(capitals_make_no_difference) {
  BOOST_TEST(key("ANNA") == key("anna"));
  BOOST_TEST(key("Аня") == key("аНЯ"));
  BOOST_TEST(key("Ñandú") == key("ñANDÚ"));
  BOOST_TEST(key("ÞÓRA") == key("þóra"));
  BOOST_TEST(key("ԱՆԻ") == key("անի"));
  BOOST_TEST(key("ẞss") == key("ßss"));
  BOOST_TEST(key("ΟΔΥΣΣΕΥΣ") == key("Οδυσσευς"));
}

BOOST_AUTO_TEST_CASE(compatible_spellings_make_no_difference) {
  BOOST_TEST(key("ＡＮＮＡ") == "anna");
  BOOST_TEST(key("ａｎｎａ１") == "anna1");
  BOOST_TEST(key("ﬁnn") == "finn");
  BOOST_TEST(key("ℋans") == "hans");
  BOOST_TEST(key("Ⓐnna") == "refused", "a circled letter is a symbol");
  BOOST_TEST(key("ana\u0303") == key("anã"));
  BOOST_TEST(key("ｶﾞｷ") == key("ガキ"));
  BOOST_TEST(key("e\u0323\u0302") == key("e\u0302\u0323"), "marks have one order");
}

BOOST_AUTO_TEST_CASE(a_capital_with_a_dot_above_is_the_same_in_one_character_and_in_two) {
  BOOST_TEST(key("İnci") == key("I\u0307nci"));
  BOOST_TEST(key("aİ\u0323") == key("aI\u0323\u0307"));
  BOOST_TEST(key("İnci") == "inci");
}

BOOST_AUTO_TEST_CASE(different_names_stay_different) {
  BOOST_TEST(key("anna") != key("аnnа"), "Latin and Cyrillic letters");
  BOOST_TEST(key("anna") != key("änna"));
  BOOST_TEST(key("a.b") != key("a_b"));
}

BOOST_AUTO_TEST_CASE(anything_but_letters_marks_digits_dot_underscore_and_hyphen_is_refused) {
  for (const std::string name :
       {"a b",      " ab",          "ab ",      "a\tb",     "a\nb",     "a/b",      "a@b",
        "a:b",      "a'b",          "a\"b",     "a\\b",     "a%b",      "a+b",      "a,b",
        "a;b",      "a<b",          "a=b",      "a?b",      "a#b",      "a*b",      "a😀b",
        "a€b",      "a™b",          "½½½",      "a\u00A0b", "a\u200Bb", "a\u200Db", "a\u202Eb",
        "a\uFEFFb", "a\u2013b",     "a·b",      "ⅫⅫⅫ",      "aŀb",      "a\uFDFAb", "a\u037Ab",
        "a\u00ADb", "a\U000E0041b", "\uE000ab", "a\uFFFFb"}) {
    BOOST_TEST(key(name) == "refused", name);
  }
  BOOST_TEST(key(std::string("a\0b", 3)) == "refused");
}

BOOST_AUTO_TEST_CASE(a_name_does_not_start_with_a_mark) {
  BOOST_TEST(key("\u0301ab") == "refused");
  BOOST_TEST(key("a\u0301b") != "refused");
}

BOOST_AUTO_TEST_CASE(a_new_name_begins_with_a_letter_or_digit) {
  for (const std::string name : {"anna", "1anna", "аня", "٣٤٥", "ʻokina", "a._-", "नेहा"}) {
    BOOST_TEST(new_key(name) == name, name);
  }
  for (const std::string name : {"_anna", ".anna", "-anna", "---", "\u0301ab"}) {
    BOOST_TEST(new_key(name) == "refused", name);
  }
  BOOST_TEST(key("-anna") == "-anna", "an old name");
}

BOOST_AUTO_TEST_CASE(nothing_in_a_new_name_is_invisible) {
  for (const std::string name :
       {"alice\uFE0F", "al\u034Fice", "\u3164\u3164\u3164", "alice\u3164", "a\uFFA0b", "a\u115Fb",
        "a\u1160b", "a\u17B4b", "a\u180Bb", "a\u180Fb", "a\U000E0100b"}) {
    BOOST_TEST(key(name) != "refused", name);
    BOOST_TEST(new_key(name) == "refused", name);
  }
}

std::string encode(unsigned point) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (point < 0x80) {
    return {byte(point)};
  }
  if (point < 0x800) {
    return {byte(0xC0 | point >> 6U), byte(0x80 | (point & 0x3FU))};
  }
  if (point < 0x10000) {
    return {byte(0xE0 | point >> 12U), byte(0x80 | (point >> 6U & 0x3FU)),
            byte(0x80 | (point & 0x3FU))};
  }
  return {byte(0xF0 | point >> 18U), byte(0x80 | (point >> 12U & 0x3FU)),
          byte(0x80 | (point >> 6U & 0x3FU)), byte(0x80 | (point & 0x3FU))};
}

BOOST_AUTO_TEST_CASE(a_key_is_its_own_key_for_every_character) {
  for (unsigned point = 1; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) {
      continue;
    }
    const auto once = accounts::username_key("a" + encode(point));
    // The key of the longest name must fit a database's index.
    if (once && (accounts::username_key(*once) != once || once->size() > 1 + 40)) {
      BOOST_ERROR("code point " << std::hex << point << " → " << *once);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_migration_finds_exactly_the_old_names_that_new_ones_may_not_have) {
  const auto invisible = read_invisible();
  BOOST_TEST(invisible.size() == 17U);
  for (unsigned point = 1; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) {
      continue;
    }
    const bool is_listed = std::ranges::any_of(invisible, [&](const auto& range) {
      return range.first <= point && point <= range.second;
    });
    const auto* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(point));
    // What is unassigned is in no name.
    if (property->category != UTF8PROC_CATEGORY_CN && is_listed != (property->ignorable != 0)) {
      BOOST_ERROR("code point " << std::hex << point);
    }
    for (const auto& name : {encode(point), "a" + encode(point)}) {
      const auto is_found = is_listed || std::string_view{"._-"}.find(name[0]) != std::string::npos;
      const auto old_key = accounts::username_key(name);
      if (old_key && accounts::new_username_key(name).has_value() == is_found) {
        BOOST_ERROR("name with the code point " << std::hex << point);
      }
      BOOST_REQUIRE((old_key || !accounts::new_username_key(name)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
