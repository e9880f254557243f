// Regular expressions as JSON Schema has them: over Unicode, with \p{L} and the like. PCRE2 is
// known to pattern.cpp alone; std::regex knows bytes only, and recurses over the text.
#pragma once

#include <string_view>

namespace daymark::support {

/// Whether the pattern is found anywhere in the text. No pattern is found in what is not UTF-8.
/// Throws std::runtime_error where the pattern is none. Safe to call from several threads.
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

}  // namespace daymark::support
