// The query strings of the lists: read from a request, and the cursors of their next pages.
// Cursors are in a form that means nothing to others.
#pragma once

#include <string>
#include <string_view>

#include "achievements/achievement.hpp"
#include "server/request.hpp"

namespace daymark::achievements {

// Each throws a Refusal that names all faults.

/// Of GET /achievements. The language is the caller's to add.
[[nodiscard]] CatalogueWanted read_catalogue_wanted(const server::Request& request);

/// Of GET /users/{username}/achievements.
[[nodiscard]] AwardsWanted read_awards_wanted(const server::Request& request);

/// Of GET /statistics/seven-days-in-a-row.
[[nodiscard]] SevenDaysWanted read_seven_days_wanted(const server::Request& request);

/// The cursor of the page behind this one.
[[nodiscard]] std::string write_cursor(const Achievement& last);
[[nodiscard]] std::string write_cursor(const Award& last);
[[nodiscard]] std::string write_cursor(const SevenDays& last);

/// nullopt for what write_cursor did not write.
[[nodiscard]] std::optional<AwardPosition> read_award_cursor(std::string_view cursor);

}  // namespace daymark::achievements
