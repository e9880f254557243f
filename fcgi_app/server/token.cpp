#include "server/token.hpp"

#include "server/ascii.hpp"
#include "server/random.hpp"
#include "server/sha256.hpp"
#include "server/url.hpp"

namespace daymark::server {
namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

std::string make_token(shared::AccountId account) {
  const auto secret = random_bytes<kSecretBytes>();
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
