#include "shared/uuid.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "server/uuid.hpp"

namespace daymark::unit_tests {
namespace {

using shared::parse_uuid;

constexpr std::string_view kText = "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1c";

BOOST_AUTO_TEST_SUITE(uuids)

BOOST_AUTO_TEST_CASE(a_uuid_is_written_as_it_was_read_in_lower_case) {
  BOOST_TEST(shared::to_string(parse_uuid(kText).value()) == kText);
  BOOST_TEST(shared::to_string(parse_uuid("6B5CBD5E-8C1B-4A64-9D0B-7A5F0A8F3B1C").value()) ==
             kText);
  BOOST_TEST(shared::to_string(shared::Uuid{}) == "00000000-0000-0000-0000-000000000000");
}

BOOST_AUTO_TEST_CASE(what_is_written_otherwise_is_none) {
  for (const std::string text :
       {"", "6b5cbd5e8c1b4a649d0b7a5f0a8f3b1c", "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1",
        "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1c0", "{6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1}",
        "6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1g", "6b5cbd5e-8c1b-4a64-9d0b67a5f0a8f3b1c",
        "6b5cbd5-e8c1b-4a64-9d0b-7a5f0a8f3b1c"}) {
    BOOST_TEST(!parse_uuid(text), text);
  }
}

BOOST_AUTO_TEST_CASE(new_ones_are_of_version_4_and_differ) {
  std::set<std::string> all;
  for (int number = 0; number < 100; ++number) {
    const auto text = shared::to_string(server::make_uuid());
    BOOST_TEST(text.at(14) == '4');
    BOOST_TEST(std::string_view{"89ab"}.find(text.at(19)) != std::string_view::npos);
    all.insert(text);
  }
  BOOST_TEST(all.size() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
