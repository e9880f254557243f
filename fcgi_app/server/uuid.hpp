// New random UUIDs (OpenSSL).
#pragma once

#include "shared/uuid.hpp"

namespace daymark::server {

/// Version 4. Throws std::runtime_error if OpenSSL has no random bytes.
[[nodiscard]] shared::Uuid make_uuid();

}  // namespace daymark::server
