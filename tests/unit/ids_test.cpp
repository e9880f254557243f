#include "shared/ids.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <type_traits>

#include "shared/language.hpp"
#include "shared/text.hpp"

namespace daymark::unit_tests {
namespace {

using shared::AccountId;
using shared::EntryId;
using shared::parse_id;

static_assert(!std::is_convertible_v<AccountId, EntryId>, "an id is of one thing");

BOOST_AUTO_TEST_SUITE(ids)

BOOST_AUTO_TEST_CASE(an_id_reads_as_it_is_written) {
  for (const std::string text : {"1", "9", "10", "42", "9223372036854775807"}) {
    const auto id = parse_id<EntryId>(text);
    BOOST_REQUIRE_MESSAGE(id, text);
    BOOST_TEST(shared::to_string(*id) == text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_the_one_form_of_an_id_is_refused) {
  for (const std::string text : {"", "0", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "1a", "0x1",
                                 "9223372036854775808", "99999999999999999999999999", "١", "one"}) {
    BOOST_TEST(!parse_id<EntryId>(text), text);
  }
  BOOST_TEST(!parse_id<EntryId>(std::string("1\0", 2)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(text_is_counted_in_code_points) {
  BOOST_TEST(shared::code_points("") == 0U);
  BOOST_TEST(shared::code_points("okay") == 4U);
  BOOST_TEST(shared::code_points("хорошо") == 6U);
  BOOST_TEST(shared::code_points("気分") == 2U);
  BOOST_TEST(shared::code_points("😀") == 1U);
  BOOST_TEST(shared::code_points("e\u0301") == 2U);
  BOOST_TEST(shared::code_points(std::string("a\0b", 3)) == 3U);
}

BOOST_AUTO_TEST_CASE(languages_are_known_by_their_code_alone) {
  using shared::Language;
  BOOST_TEST((shared::parse_language("en") == Language::kEnglish));
  BOOST_TEST((shared::parse_language("ru") == Language::kRussian));
  for (const std::string other : {"", "EN", "Ru", "en-GB", "de", "english", " en"}) {
    BOOST_TEST(!shared::parse_language(other), other);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
