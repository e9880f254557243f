// Session tokens: `<account id>.<secret>`, the secret being 256 random bits in base64url. Only the
// SHA-256 of a token's text is stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/ids.hpp"

namespace daymark::server {

/// The account and session that a request claims. Nothing is checked yet.
struct Credentials {
  shared::AccountId account;
  std::string token_hash;  // SHA-256 of the token's text, in the format of sha256_bytea
  bool from_cookie = false;
};

/// Throws std::runtime_error if OpenSSL has no random bytes.
[[nodiscard]] std::string make_token(shared::AccountId account);

/// Returns nullopt if the text does not have the form of a token.
[[nodiscard]] std::optional<Credentials> read_token(std::string_view token);

}  // namespace daymark::server
