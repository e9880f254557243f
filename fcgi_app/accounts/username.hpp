// Usernames of any script.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::accounts {

inline constexpr std::size_t kUsernameLengthMin = 3;   // code points
inline constexpr std::size_t kUsernameLengthMax = 64;  // code points

/// What two spellings of one username have in common: NFKC, lower case (Unicode, by utf8proc).
/// Nothing for a text with anything but letters, their combining marks, decimal digits, `.`, `_`
/// and `-`, in NFKC too, or one that starts with a mark. `name` is valid UTF-8.
[[nodiscard]] std::optional<std::string> username_key(std::string_view name);

}  // namespace daymark::accounts
