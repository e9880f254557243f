// Usernames of any script: which ones are allowed, and when two of them are the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daymark::accounts {

inline constexpr std::size_t kUsernameLengthMin = 3;   // code points
inline constexpr std::size_t kUsernameLengthMax = 64;  // code points

/// Returns the key of a username: its NFKC in lower case (Unicode, by utf8proc). All spellings of
/// one username have the same key. nullopt if the name or its key starts with a combining mark, or
/// has anything but letters, their marks, decimal digits, `.`, `_` and `-`. `name` is valid UTF-8.
[[nodiscard]] std::optional<std::string> username_key(std::string_view name);

/// The same for the name of a new account. nullopt also if the name or its key begins with
/// anything but a letter or digit, or has a code point that is invisible (Unicode's
/// default-ignorable). Older accounts can have such names.
[[nodiscard]] std::optional<std::string> new_username_key(std::string_view name);

}  // namespace daymark::accounts
