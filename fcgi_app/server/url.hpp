// Percent-encoding (RFC 3986) and base64url (RFC 4648, without padding): what URLs and tokens are
// made of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::server {

/// Nothing where a percent sign is not followed by two hexadecimal digits, or where the text is not
/// UTF-8 or has U+0000. `plus_is_space`: as query strings have it.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text,
                                                        bool plus_is_space = false);

[[nodiscard]] std::string percent_encode(std::string_view text);

[[nodiscard]] std::string base64url_encode(std::string_view bytes);

/// Nothing where the text is not the one way to write some bytes.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace daymark::server
