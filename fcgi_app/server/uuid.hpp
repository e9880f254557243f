// New UUIDs, by OpenSSL's random numbers.
#pragma once

#include "shared/uuid.hpp"

namespace daymark::server {

/// Of version 4.
[[nodiscard]] shared::Uuid make_uuid();

}  // namespace daymark::server
