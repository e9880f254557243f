// Percent-encoding (RFC 3986) and base64url (RFC 4648, without padding), for URLs and tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::server {

/// Returns nullopt if a percent sign is not followed by two hexadecimal digits, or if the result is
/// not UTF-8 or has U+0000. `plus_is_space`: as in query strings.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text,
                                                        bool plus_is_space = false);

/// Encodes all bytes but letters, digits and `-._~`.
[[nodiscard]] std::string percent_encode(std::string_view text);

[[nodiscard]] std::string base64url_encode(std::string_view bytes);

/// Returns nullopt if the text is not exactly what base64url_encode makes of some bytes.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace daymark::server
