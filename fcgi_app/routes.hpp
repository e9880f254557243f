// The table of contents: everything that Daymark answers to.
#pragma once

#include <span>

#include "router.hpp"

namespace daymark {

[[nodiscard]] std::span<const Route> routes();

}  // namespace daymark
