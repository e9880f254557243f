// Writes bytes as hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace daymark::shared {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";
inline constexpr std::string_view kUpperHexDigits = "0123456789ABCDEF";

/// Appends the two digits of a byte, lowercase by default.
inline void append_hex(std::string& text, unsigned char byte,
                       std::string_view digits = kHexDigits) {
  text += digits[byte >> 4U];
  text += digits[byte & 0x0FU];
}

}  // namespace daymark::shared
