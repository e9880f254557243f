// Deletes idempotency keys and their stored answers after kIdempotencyKeyLifetime.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// Returns false if `do_piece` does. Throws storage::Failure.
[[nodiscard]] bool purge_idempotency_keys(storage::Database& database, const DoPiece& do_piece,
                                          shared::Instant now);

}  // namespace daymark::jobs
