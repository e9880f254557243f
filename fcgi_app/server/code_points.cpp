#include "server/code_points.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace daymark::server {
namespace {

struct Range {
  std::int32_t first;
  std::int32_t last;
};

constexpr std::array kBlank{
    // Default-ignorable but not assigned: utf8proc knows no property of these.
    Range{0x2065, 0x2065}, Range{0xFFF0, 0xFFF8}, Range{0xE0000, 0xE0FFF},
    // Drawn as nothing, whatever Unicode's properties say.
    Range{0x2800, 0x2800},    // Braille pattern blank
    Range{0xFFF9, 0xFFFB},    // interlinear annotation
    Range{0x1D159, 0x1D159},  // musical symbol null notehead
};

bool is_visible(std::int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
      return false;
    default:
      // Letters, too, can be ignorable (U+3164).
      return utf8proc_get_property(point)->ignorable == 0 &&
             std::ranges::none_of(kBlank, [point](const Range& range) {
               return range.first <= point && point <= range.last;
             });
  }
}

}  // namespace

std::optional<std::int32_t> take_code_point(std::string_view& text) {
  utf8proc_int32_t point = 0;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (bytes <= 0) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(bytes));
  return point;
}

std::string lower_case(std::string_view text) {
  constexpr std::size_t kBytesMax = 4;
  std::string lower;
  while (const auto point = take_code_point(text)) {
    std::array<utf8proc_uint8_t, kBytesMax> bytes{};
    const auto count = utf8proc_encode_char(utf8proc_tolower(*point), bytes.data());
    lower.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
  }
  return lower;
}

bool is_blank(std::string_view text) {
  while (const auto point = take_code_point(text)) {
    if (is_visible(*point)) {
      return false;
    }
  }
  return true;
}

}  // namespace daymark::server
