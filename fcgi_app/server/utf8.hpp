// Text in UTF-8 (Unicode 15, table 3-7): what is well-formed, and what is made of text that is not.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace daymark::server {

/// The number of bytes of the character at the front of the text; 0 if there is none.
[[nodiscard]] inline std::size_t front_character_size(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto continues = [&](std::size_t at, unsigned least = 0x80, unsigned greatest = 0xBF) {
    return byte(at) >= least && byte(at) <= greatest;
  };
  const auto lead = byte(0);
  if (lead < 0x80) {
    return text.empty() ? 0 : 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF && continues(1)) {
    return 2;
  }
  if (lead >= 0xE0 && lead <= 0xEF &&
      continues(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && continues(2)) {
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4 &&
      continues(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && continues(2) &&
      continues(3)) {
    return 4;
  }
  return 0;
}

[[nodiscard]] inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto size = front_character_size(text);
    if (size == 0) {
      return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

/// The beginning of a text, as many whole characters as fit in `bytes_max` bytes. Each byte that is
/// part of none becomes U+FFFD.
[[nodiscard]] inline std::string readable_beginning(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view kReplacement = "\uFFFD";
  std::string beginning;
  while (!text.empty()) {
    const auto size = front_character_size(text);
    const auto character = size == 0 ? kReplacement : text.substr(0, size);
    if (beginning.size() + character.size() > bytes_max) {
      break;
    }
    beginning += character;
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return beginning;
}

}  // namespace daymark::server
