// SHA-256 (OpenSSL), for values that are only compared.
#pragma once

#include <string>
#include <string_view>

namespace daymark::server {

/// The digest as PostgreSQL writes bytea: `\x` and 64 lowercase hexadecimal digits. Throws
/// std::runtime_error if OpenSSL fails.
[[nodiscard]] std::string sha256_bytea(std::string_view text);

}  // namespace daymark::server
