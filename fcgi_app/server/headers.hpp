// Headers that may be there once, and the media type of the body.
#pragma once

#include <optional>
#include <string_view>

#include "server/problem.hpp"
#include "server/request.hpp"

namespace daymark::server {

/// The refusal (400) of a request with a header that cannot be read.
[[nodiscard]] Refusal malformed_header(std::string_view name);

/// The value of the header `name`, which is FastCGI's `variable`; nullopt if it is absent, also
/// empty if not. Throws Refusal (kMalformedHeader) if there are several lines of it.
[[nodiscard]] std::optional<std::string_view> single_header(const Request& request,
                                                            std::string_view name,
                                                            std::string_view variable);

/// The media type of the body, without parameters. Throws Refusal: kUnsupportedMediaType if the
/// body is encoded (compressed), kMalformedHeader if there are several types.
[[nodiscard]] std::string_view media_type(const Request& request);

}  // namespace daymark::server
