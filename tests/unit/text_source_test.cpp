// Texts in pieces: what is looked at first is still read, and a byte order mark is not.
#include "server/text_source.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "pieces.hpp"

namespace daymark::unit_tests {
namespace {

const std::string kMark{server::kByteOrderMark};

std::string all_of(const server::TextSource& source) {
  std::string all;
  for (auto piece = source(); !piece.empty(); piece = source()) {
    all += piece;
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_source)

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_passed_over_at_the_beginning_alone) {
  for (const auto& text : {std::string{}, std::string{"a"}, std::string{"a,b\r\n"}, kMark,
                           kMark + "a", "a" + kMark, kMark.substr(0, 2), kMark.substr(1) + "a"}) {
    for (std::size_t bytes = 1; bytes <= text.size() + 4; ++bytes) {
      const auto wanted = text.starts_with(kMark) ? text.substr(kMark.size()) : text;
      BOOST_TEST(all_of(server::without_byte_order_mark(in_pieces(text, bytes))) == wanted);
      BOOST_TEST(all_of(server::without_byte_order_mark(in_pieces(kMark + text, bytes))) == text);
    }
    BOOST_TEST(server::without_byte_order_mark(kMark + text) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_beginning_is_as_short_as_it_can_be_and_is_read_again) {
  const std::string text = "day,rating\n2026-03-01,4\n";
  for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
    const auto source = in_pieces(text, bytes);
    const auto has_line = [](std::string_view of) {
      return of.find('\n') != std::string_view::npos;
    };
    const auto beginning = server::read_beginning(source, has_line);
    BOOST_TEST(text.starts_with(beginning));
    BOOST_TEST(has_line(beginning));
    BOOST_TEST(!has_line(beginning.substr(0, beginning.size() - bytes)));
    BOOST_TEST(all_of(server::resume(beginning, source)) == text);
  }
  BOOST_TEST(server::read_beginning(in_pieces(text, 3), [](auto) { return false; }) == text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::unit_tests
