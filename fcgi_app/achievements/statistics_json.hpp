// Accounts and the figures about all of them as JSON.
#pragma once

#include "achievements/achievements.hpp"
#include "server/json.hpp"

namespace daymark::achievements {

void write_profile(server::json::Writer& out, const Profile& profile);

/// The members of the statistics, without braces.
void write_statistics(server::json::Writer& out, const Statistics& statistics);

/// `{users, next_cursor?}`. The cursor is empty on the last page.
void write_seven_days(server::json::Writer& out, const Page<SevenDays>& page,
                      std::string_view next_cursor);

}  // namespace daymark::achievements
