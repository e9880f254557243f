// The languages of Daymark's texts.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace daymark::shared {

enum class Language { kEnglish, kRussian };

/// All languages. The first one is used if the caller wants none of them.
inline constexpr std::array kLanguages{Language::kEnglish, Language::kRussian};

/// A value in each language, in the order of kLanguages.
template <class Value>
using PerLanguage = std::array<Value, kLanguages.size()>;

template <class Value>
[[nodiscard]] constexpr const Value& in(const PerLanguage<Value>& values, Language language) {
  return values[static_cast<std::size_t>(language)];
}

/// ISO 639-1, as in the API and the database: `en`, `ru`.
[[nodiscard]] constexpr std::string_view code(Language language) {
  return in(PerLanguage<std::string_view>{"en", "ru"}, language);
}

/// Returns nullopt for any other text.
[[nodiscard]] constexpr std::optional<Language> parse_language(std::string_view text) {
  for (const auto language : kLanguages) {
    if (text == code(language)) {
      return language;
    }
  }
  return std::nullopt;
}

}  // namespace daymark::shared
