// Session tokens: `<account id>.<256 random bits>` in base64url. Only the SHA-256 of a token's text
// is ever stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/ids.hpp"

namespace daymark::server {

/// What a request may prove: that it comes from a session of this account.
struct Credentials {
  shared::AccountId account;
  std::string token_hash;  // SHA-256 of the token's text, as PostgreSQL writes bytea: `\x` and hex
  bool from_cookie = false;
};

[[nodiscard]] std::string make_token(shared::AccountId account);

/// Nothing for a text that is not made like a token.
[[nodiscard]] std::optional<Credentials> read_token(std::string_view token);

}  // namespace daymark::server
