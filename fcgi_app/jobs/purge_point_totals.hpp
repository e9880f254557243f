// Deletes totals of points that no account has any more.
#pragma once

#include "jobs/pieces.hpp"

namespace daymark::jobs {

/// Returns false if `do_piece` does. Throws storage::Failure.
[[nodiscard]] bool purge_point_totals(storage::Database& database, const DoPiece& do_piece);

}  // namespace daymark::jobs
