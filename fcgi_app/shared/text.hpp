// The length of texts in Unicode code points, and texts that are JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace daymark::shared {

/// The bytes of a code point in UTF-8, and of one that is escaped in JSON (two \\uXXXX), at most.
inline constexpr std::size_t kCodePointBytesMax = 4;
inline constexpr std::size_t kEscapedCodePointBytesMax = 12;

/// A value that is JSON already.
struct JsonText {
  std::string text;
};

/// The number of code points. `text` must be valid UTF-8.
[[nodiscard]] inline std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return count;
}

}  // namespace daymark::shared
