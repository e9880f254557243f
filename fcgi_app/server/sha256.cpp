#include "server/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "shared/hex.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kDigestBytes = 32;

}  // namespace

std::string sha256_bytea(std::string_view text) {
  // Fetching the algorithm costs more than hashing a token.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, kDigestBytes> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, sha256, nullptr) != 1) {
    throw std::runtime_error{"EVP_Digest failed"};
  }
  std::string bytea = "\\x";
  for (const auto byte : digest) {
    shared::append_hex(bytea, byte);
  }
  return bytea;
}

}  // namespace daymark::server
