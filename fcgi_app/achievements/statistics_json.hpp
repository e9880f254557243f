// The statistics over all accounts as JSON.
#pragma once

#include "achievements/achievement.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

/// Writes the members of the statistics, without braces.
void write_statistics(server::json::Writer& out, const Statistics& statistics);

/// Writes the member `users`: the accounts with awards on seven days in a row.
void write_seven_days(server::json::Writer& out, const Page<SevenDays>& page);

}  // namespace daymark::achievements
