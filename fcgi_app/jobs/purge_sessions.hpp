// Sessions that have ended are of no use to anybody.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// Throws storage::Failure; false as DoPiece says.
[[nodiscard]] bool purge_sessions(storage::Database& database, const DoPiece& do_piece,
                                  shared::Instant now);

}  // namespace daymark::jobs
