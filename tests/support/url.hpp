// Percent-encoding (RFC 3986) for the tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::support {

/// Encodes all characters but the unreserved ones.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Returns nullopt if an escape is malformed. A plus is a space, as in a query.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace daymark::support
