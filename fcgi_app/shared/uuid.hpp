// A UUID (RFC 9562) as its 16 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

inline constexpr std::size_t kUuidLength = 36;  // characters

struct Uuid {
  std::array<unsigned char, 16> bytes{};

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// Parses `6b5cbd5e-8c1b-4a64-9d0b-7a5f0a8f3b1c`, in upper or lower case; nullopt for any other
/// text.
[[nodiscard]] std::optional<Uuid> parse_uuid(std::string_view text);

/// Writes the UUID in lower case.
[[nodiscard]] std::array<char, kUuidLength> to_characters(const Uuid& uuid);
[[nodiscard]] std::string to_string(const Uuid& uuid);

/// Makes a UUID of version 4 from 16 random bytes.
[[nodiscard]] Uuid make_uuid(const std::array<unsigned char, 16>& random);

}  // namespace daymark::shared
