// Cryptographically secure random bytes (OpenSSL).
#pragma once

#include <openssl/rand.h>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace daymark::server {

/// Throws std::runtime_error if OpenSSL cannot produce them.
template <std::size_t kBytes>
[[nodiscard]] std::array<unsigned char, kBytes> random_bytes() {
  std::array<unsigned char, kBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error{"RAND_bytes failed"};
  }
  return bytes;
}

}  // namespace daymark::server
