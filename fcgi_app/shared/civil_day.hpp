// A day of somebody's calendar: a date without a time or a zone. Days can be compared and counted;
// turning instants into days is PostgreSQL's work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::shared {

using CivilDay = std::chrono::local_days;
using std::chrono::days;

/// The first day that anything in a journal can have.
inline constexpr CivilDay kFirstDay{std::chrono::year{1900} / 1 / 1};

/// No zone and no start of the day move a day as far as this from the day in UTC. What is further
/// out is refused before PostgreSQL has to compute with years that it writes in other ways.
inline constexpr days kFromUtcMax{2};

/// Reads `2026-03-10` (RFC 3339 full-date, years 0001 to 9999); nothing else.
[[nodiscard]] std::optional<CivilDay> parse_day(std::string_view text);

/// Whether `to_string` can write it: years 0001 to 9999.
[[nodiscard]] bool is_expressible(CivilDay day);

/// Writes `2026-03-10`.
[[nodiscard]] std::string to_string(CivilDay day);
void append(std::string& text, CivilDay day);

}  // namespace daymark::shared
