#include "server/uuid.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace daymark::server {

shared::Uuid make_uuid() {
  std::array<unsigned char, 16> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error{"RAND_bytes failed"};
  }
  return shared::make_uuid(random);
}

}  // namespace daymark::server
