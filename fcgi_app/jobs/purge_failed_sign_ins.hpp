// Deletes failed sign-ins that no longer delay anybody.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// Keeps the networks from which accounts were signed in: they count for ever. Returns false if
/// `do_piece` does. Throws storage::Failure.
[[nodiscard]] bool purge_failed_sign_ins(storage::Database& database, const DoPiece& do_piece,
                                         shared::Instant now);

}  // namespace daymark::jobs
