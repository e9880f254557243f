// The table of all routes of the API.
#pragma once

#include <span>

#include "router.hpp"

namespace daymark {

[[nodiscard]] std::span<const Route> routes();

}  // namespace daymark
