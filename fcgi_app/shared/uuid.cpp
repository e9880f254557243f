#include "shared/uuid.hpp"

#include "shared/hex.hpp"

namespace daymark::shared {
namespace {

/// Returns true if a hyphen follows the two digits of this byte.
constexpr bool is_before_hyphen(std::size_t byte) {
  return byte == 3 || byte == 5 || byte == 7 || byte == 9;
}

std::optional<unsigned> digit_of(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<unsigned>(c - 'a') + 10U;
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<unsigned>(c - 'A') + 10U;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != kUuidLength) {
    return std::nullopt;
  }
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    const auto high = digit_of(text[at]);
    const auto low = digit_of(text[at + 1]);
    at += 2;
    if (!high || !low || (is_before_hyphen(i) && text[at++] != '-')) {
      return std::nullopt;
    }
    uuid.bytes[i] = static_cast<unsigned char>(*high << 4U | *low);
  }
  return uuid;
}

std::array<char, kUuidLength> to_characters(const Uuid& uuid) {
  std::array<char, kUuidLength> text{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    text[at++] = kHexDigits[uuid.bytes[i] >> 4U];
    text[at++] = kHexDigits[uuid.bytes[i] & 0x0FU];
    if (is_before_hyphen(i)) {
      text[at++] = '-';
    }
  }
  return text;
}

std::string to_string(const Uuid& uuid) {
  const auto text = to_characters(uuid);
  return {text.data(), text.size()};
}

Uuid make_uuid(const std::array<unsigned char, 16>& random) {
  Uuid uuid{random};
  uuid.bytes[6] = static_cast<unsigned char>((uuid.bytes[6] & 0x0FU) | 0x40U);  // version 4
  uuid.bytes[8] = static_cast<unsigned char>((uuid.bytes[8] & 0x3FU) | 0x80U);  // variant
  return uuid;
}

}  // namespace daymark::shared
