// Deletes sessions that have ended, networks of sign-ins after kNetworkLifetime, and devices after
// kDeviceLifetime.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// Returns false if `do_piece` does. Throws storage::Failure.
[[nodiscard]] bool purge_sessions(storage::Database& database, const DoPiece& do_piece,
                                  shared::Instant now);

}  // namespace daymark::jobs
