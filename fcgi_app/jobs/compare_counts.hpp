// Compares stored counts (streak histogram, point totals, holders of achievements) with the rows
// that they count. It reports differences and repairs nothing: a difference is a bug, whose cause
// must be found first.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "jobs/pieces.hpp"

namespace daymark::jobs {

/// Gets the result for each figure. `different`: the number of rows that differ; 0 is right.
using Report = std::function<void(std::string_view figure, std::int64_t different)>;

/// Compares each figure in its own snapshot and its own piece. Returns false if `do_piece` does.
/// Throws storage::Failure.
[[nodiscard]] bool compare_counts(storage::Database& database, const DoPiece& do_piece,
                                  const Report& report);

}  // namespace daymark::jobs
