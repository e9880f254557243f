// The settings of an account in the JSON body of a request.
#pragma once

#include <functional>
#include <string_view>

#include "accounts/accounts.hpp"
#include "server/fields.hpp"

namespace daymark::accounts {

/// Reads the fields `language`, `time_zone` and `day_starts_at`; a missing one is nullopt. Faults
/// are added to `fields`. `is_time_zone(name)`: whether an account may choose that time zone.
[[nodiscard]] Settings read_settings(server::Fields& fields,
                                     const std::function<bool(std::string_view)>& is_time_zone);

}  // namespace daymark::accounts
