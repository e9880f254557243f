#include "support/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace daymark::support {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return encoded;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    if (text.front() != '%') {
      decoded += text.front() == '+' ? ' ' : text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned char byte = 0;
    constexpr std::size_t kLength = 3;
    const auto* end = text.data() + std::min(text.size(), kLength);
    if (std::from_chars(text.data() + 1, end, byte, 16).ptr != text.data() + kLength) {
      return std::nullopt;
    }
    decoded += static_cast<char>(byte);
    text.remove_prefix(kLength);
  }
  return decoded;
}

}  // namespace daymark::support
