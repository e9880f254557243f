// Failed sign-ins that hold nobody up any more.
#pragma once

#include "jobs/pieces.hpp"
#include "shared/instant.hpp"

namespace daymark::jobs {

/// The networks that an account was signed in from stay: they mean something for ever. Throws
/// storage::Failure; false as DoPiece says.
[[nodiscard]] bool purge_failed_sign_ins(storage::Database& database, const DoPiece& do_piece,
                                         shared::Instant now);

}  // namespace daymark::jobs
