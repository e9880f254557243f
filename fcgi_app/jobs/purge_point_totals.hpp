// Totals of points that accounts had and none has any more.
#pragma once

#include "jobs/pieces.hpp"

namespace daymark::jobs {

/// Throws storage::Failure; false as DoPiece says.
[[nodiscard]] bool purge_point_totals(storage::Database& database, const DoPiece& do_piece);

}  // namespace daymark::jobs
