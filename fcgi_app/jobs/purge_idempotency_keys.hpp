// Deletes idempotency keys and their stored answers after kIdempotencyKeyLifetime, and
// those beyond the newest of an account.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// `keys_max`: how many keys of POST /mood an account may have. Returns false if `do_piece` does.
/// Throws storage::Failure.
[[nodiscard]] bool purge_idempotency_keys(storage::Database& database, const DoPiece& do_piece,
                                          shared::Instant now, int keys_max);

}  // namespace daymark::jobs
