// A day of an account's calendar: a date without time and time zone. Days can be compared and
// counted. PostgreSQL converts instants to days.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

using CivilDay = std::chrono::local_days;
using std::chrono::days;

/// The earliest day of an entry or task.
inline constexpr CivilDay kFirstDay{std::chrono::year{1900} / 1 / 1};

/// In every time zone, and with every start of the day, a day differs by less than this from the
/// day in UTC. Instants further out are refused: PostgreSQL writes their years in other formats.
inline constexpr days kFromUtcMax{2};

/// Parses `2026-03-10` (RFC 3339 full-date, years 0001 to 9999); nullopt for any other text.
[[nodiscard]] std::optional<CivilDay> parse_day(std::string_view text);

/// Returns true for the years 0001 to 9999, which `to_string` can write.
[[nodiscard]] bool is_expressible(CivilDay day);

/// Writes `2026-03-10`. The year must be 0001 to 9999.
[[nodiscard]] std::string to_string(CivilDay day);
void append(std::string& text, CivilDay day);

}  // namespace daymark::shared
