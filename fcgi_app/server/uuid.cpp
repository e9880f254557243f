#include "server/uuid.hpp"

#include "server/random.hpp"

namespace daymark::server {

shared::Uuid make_uuid() { return shared::make_uuid(random_bytes<16>()); }

}  // namespace daymark::server
