// Percent-encoding (RFC 3986), as the tests send and read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::support {

/// Everything but unreserved characters is encoded.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Nothing where it is broken. A plus is a space, as in a query.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace daymark::support
