// SHA-256 (OpenSSL), for what is only ever compared.
#pragma once

#include <string>
#include <string_view>

namespace daymark::server {

/// The digest as PostgreSQL writes bytea: `\x` and hexadecimal digits.
[[nodiscard]] std::string sha256_bytea(std::string_view text);

}  // namespace daymark::server
