// Regular expressions as in JSON Schema: over Unicode, with \p{L} and the like. Only pattern.cpp
// uses PCRE2; std::regex knows only bytes and recurses over the text.
#pragma once

#include <string_view>

namespace daymark::support {

/// Returns true if the pattern matches anywhere in the text, false if the text is not UTF-8. Throws
/// std::runtime_error if the pattern is invalid. Can be called from several threads.
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

}  // namespace daymark::support
