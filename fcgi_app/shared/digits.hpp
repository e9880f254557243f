// Reads and writes decimal fields of fixed width, as in dates and times.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

/// Removes `width` digits from the front of `text` and returns their value. nullopt if there are
/// fewer; then `text` is unchanged.
[[nodiscard]] inline std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) {
    return std::nullopt;
  }
  int number = 0;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return number;
}

/// Removes `wanted` from the front of `text`. Returns false if it is not there.
[[nodiscard]] inline bool take(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// Appends `number`, from 0 to 10^width − 1, with leading zeros.
inline void append_digits(std::string& text, int number, std::size_t width) {
  const auto start = text.size();
  text.resize(start + width, '0');
  for (auto at = text.size(); at > start; number /= 10) {
    text[--at] = static_cast<char>('0' + number % 10);
  }
}

}  // namespace daymark::shared
