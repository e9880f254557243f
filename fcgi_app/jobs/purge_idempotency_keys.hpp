// What a retried request would have been told, once it is too late for a retry.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// Throws storage::Failure; false as DoPiece says.
[[nodiscard]] bool purge_idempotency_keys(storage::Database& database, const DoPiece& do_piece,
                                          shared::Instant now);

}  // namespace daymark::jobs
