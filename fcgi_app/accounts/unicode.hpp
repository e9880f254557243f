// Unicode's normal forms, by utf8proc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daymark::accounts {

enum class NormalForm { kNfc, kNfkc };

/// The normal form of the text with `map` applied to each code point (nullptr: of the text itself).
/// nullopt if utf8proc cannot map the text. The time grows with the square of the length where the
/// text is nothing but combining marks: limit it first.
[[nodiscard]] std::optional<std::string> normalise(std::string_view text, NormalForm form,
                                                   std::int32_t (*map)(std::int32_t,
                                                                       void*) = nullptr);

}  // namespace daymark::accounts
