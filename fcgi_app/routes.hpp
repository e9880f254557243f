// The table of contents: everything that Daymark answers to.
#pragma once

#include <span>

#include "server/router.hpp"

namespace daymark {

[[nodiscard]] std::span<const server::Route> routes();

}  // namespace daymark
