#include "server/token.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "server/ascii.hpp"
#include "server/url.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kDigestBytes = 32;

std::string sha256_bytea(std::string_view text) {
  // Looking the algorithm up costs more than hashing a token.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, kDigestBytes> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, sha256, nullptr) != 1) {
    throw std::runtime_error{"EVP_Digest failed"};
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string bytea = "\\x";
  for (const auto byte : digest) {
    bytea += kHex[byte >> 4U];
    bytea += kHex[byte & 0x0FU];
  }
  return bytea;
}

}  // namespace

std::string make_token(shared::AccountId account) {
  std::array<unsigned char, kSecretBytes> secret{};
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
    throw std::runtime_error{"RAND_bytes failed"};
  }
  return shared::to_string(account) + "." +
         base64url_encode({reinterpret_cast<const char*>(secret.data()), secret.size()});
}

std::optional<Credentials> read_token(std::string_view token) {
  auto secret = token;
  const auto account = shared::parse_id<shared::AccountId>(take_until(secret, '.'));
  const auto bytes = base64url_decode(secret);
  if (!account || !bytes || bytes->size() != kSecretBytes) {
    return std::nullopt;
  }
  return Credentials{.account = *account, .token_hash = sha256_bytea(token)};
}

}  // namespace daymark::server
