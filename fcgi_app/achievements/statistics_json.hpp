// Accounts and the figures about all of them as JSON.
#pragma once

#include "achievements/achievement.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_user(server::json::Writer& out, const User& user);

/// The members of the statistics, without braces.
void write_statistics(server::json::Writer& out, const Statistics& statistics);

/// The member `users`: who was awarded something on seven days in a row.
void write_seven_days(server::json::Writer& out, const Page<SevenDays>& page);

}  // namespace daymark::achievements
