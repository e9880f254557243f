// Checks that bytes are well-formed UTF-8 (Unicode 15, table 3-7).
#pragma once

#include <cstddef>
#include <string_view>

namespace daymark::server {

[[nodiscard]] inline bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto continues = [&](std::size_t at, unsigned least = 0x80, unsigned greatest = 0xBF) {
    return byte(at) >= least && byte(at) <= greatest;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = byte(i);
    if (lead < 0x80) {
      i += 1;
    } else if (lead >= 0xC2 && lead <= 0xDF && continues(i + 1)) {
      i += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF &&
               continues(i + 1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) &&
               continues(i + 2)) {
      i += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4 &&
               continues(i + 1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) &&
               continues(i + 2) && continues(i + 3)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace daymark::server
