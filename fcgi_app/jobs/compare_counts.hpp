// Figures that are kept rather than counted (the histogram behind the percentile, how many accounts
// have how many points, who holds what) against a count. It says where they differ, and repairs
// nothing: that they do is a mistake in the code, which somebody has to find first.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "jobs/pieces.hpp"

namespace daymark::jobs {

/// What came out for a figure: in how many rows it differs.
using Report = std::function<void(std::string_view figure, std::int64_t different)>;

/// Each figure is compared at one moment, in a piece of its own. Throws storage::Failure; false as
/// DoPiece says.
[[nodiscard]] bool compare_counts(storage::Database& database, const DoPiece& do_piece,
                                  const Report& report);

}  // namespace daymark::jobs
