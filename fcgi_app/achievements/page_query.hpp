// The query strings of the lists, and the cursors of their next pages, which are opaque to clients.
#pragma once

#include <string>
#include <string_view>

#include "achievements/achievement.hpp"
#include "server/request.hpp"

namespace daymark::achievements {

// Each throws a Refusal that names all faults.

/// Of GET /achievements. The caller sets the language.
[[nodiscard]] CatalogueWanted read_catalogue_wanted(const server::Request& request);

/// Of GET /users/{username}/achievements.
[[nodiscard]] AwardsWanted read_awards_wanted(const server::Request& request);

/// Of GET /statistics/seven-days-in-a-row.
[[nodiscard]] SevenDaysWanted read_seven_days_wanted(const server::Request& request);

/// Returns the cursor of the next page, from the last item of this one.
[[nodiscard]] std::string write_cursor(const Achievement& last);
[[nodiscard]] std::string write_cursor(const Award& last);
[[nodiscard]] std::string write_cursor(const SevenDays& last);

/// nullopt if write_cursor did not write it.
[[nodiscard]] std::optional<AwardPosition> read_award_cursor(std::string_view cursor);

}  // namespace daymark::achievements
