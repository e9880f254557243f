// The columns that queries of all features read about the caller.
#pragma once

#include "accounts/account.hpp"
#include "storage/database.hpp"

namespace daymark::accounts {

/// Reads the two columns with which every authenticating query begins.
[[nodiscard]] SessionUse take_session_use(storage::Rows& rows);

/// Reads the two columns `time_zone` and `day_starts_at`.
[[nodiscard]] DaySettings take_day_settings(storage::Rows& rows);

}  // namespace daymark::accounts
