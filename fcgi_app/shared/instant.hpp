// A point in time, in microseconds, as PostgreSQL keeps it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// The one reading of the clock: whoever needs the time is handed it.
[[nodiscard]] inline Instant read_clock() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

/// Reads an RFC 3339 date-time: `2026-03-10T12:00:00.25+03:00`, years 0001 to 9999 (in UTC too), an
/// offset of at most 23:59 or `Z`. A leap second counts as the second after it, and what is finer
/// than a microsecond is cut off.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Whether `to_string` can write it: years 0001 to 9999 in UTC.
[[nodiscard]] bool is_expressible(Instant instant);

/// Writes RFC 3339 in UTC: `2026-03-10T09:00:00Z`, with a fraction of six digits only where there
/// is one.
[[nodiscard]] std::string to_string(Instant instant);
void append(std::string& text, Instant instant);

}  // namespace daymark::shared
