#include "server/code_points.hpp"

#include <utf8proc.h>

#include <array>

namespace daymark::server {

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

}  // namespace daymark::server
