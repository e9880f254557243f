// A point in time in microseconds, the precision of PostgreSQL.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads the machine's clock. Only for the log: all else has the time of clock.hpp.
[[nodiscard]] inline Instant read_machine_clock() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Parses an RFC 3339 date-time: `2026-03-10T12:00:00.25+03:00`. Years are 0001 to 9999, also in
/// UTC; the offset is `Z` or at most 23:59. A leap second (60) is the next second. Digits beyond
/// microseconds are cut off. nullopt for any other text.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Returns true for the years 0001 to 9999 in UTC, which `to_string` can write.
[[nodiscard]] bool is_expressible(Instant instant);

/// Writes RFC 3339 in UTC: `2026-03-10T09:00:00Z`, or with six digits of microseconds if they are
/// not 0: `2026-03-10T09:00:00.250000Z`.
[[nodiscard]] std::string to_string(Instant instant);
void append(std::string& text, Instant instant);

}  // namespace daymark::shared
