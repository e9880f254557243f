// The columns about the account and its session that queries of all features have in common.
#pragma once

#include "accounts/account.hpp"
#include "storage/database.hpp"

namespace daymark::accounts {

/// Reads the first two columns of every query that takes a session: its kind and `last_seen_at`.
[[nodiscard]] SessionUse take_session_use(storage::Rows& rows);

/// Reads the two columns `time_zone` and `day_starts_at`.
[[nodiscard]] DaySettings take_day_settings(storage::Rows& rows);

}  // namespace daymark::accounts
