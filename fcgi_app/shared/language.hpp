// The languages that Daymark speaks.
#pragma once

#include <optional>
#include <string_view>

namespace daymark::shared {

enum class Language { kEnglish, kRussian };

/// `en` or `ru`.
[[nodiscard]] constexpr std::string_view code(Language language) {
  return language == Language::kRussian ? "ru" : "en";
}

[[nodiscard]] constexpr std::optional<Language> parse_language(std::string_view text) {
  for (const auto language : {Language::kEnglish, Language::kRussian}) {
    if (text == code(language)) {
      return language;
    }
  }
  return std::nullopt;
}

}  // namespace daymark::shared
