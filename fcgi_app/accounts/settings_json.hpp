// The settings of an account as a request brings them.
#pragma once

#include <functional>
#include <string_view>

#include "accounts/accounts.hpp"
#include "server/fields.hpp"

namespace daymark::accounts {

/// The fields `language`, `time_zone` and `day_starts_at`. What is faulty is noted in `fields`.
/// `is_time_zone` knows the names.
[[nodiscard]] Settings read_settings(server::Fields& fields,
                                     const std::function<bool(std::string_view)>& is_time_zone);

}  // namespace daymark::accounts
