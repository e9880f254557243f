#include "server/language.hpp"

#include <algorithm>
#include <optional>

#include "server/ascii.hpp"

namespace daymark::server {
namespace {

constexpr int kWholeWeight = 1000;

/// `0.5` → 500; an invalid weight → 0.
int parse_weight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) {
    return 0;
  }
  int weight = (text[0] - '0') * kWholeWeight;
  if (text.size() > 1 && text[1] != '.') {
    return 0;
  }
  int unit = kWholeWeight / 10;
  for (const char c : text.substr(text.size() > 1 ? 2 : 1)) {
    if (c < '0' || c > '9') {
      return 0;
    }
    weight += unit * (c - '0');
    unit /= 10;
  }
  return weight > kWholeWeight ? 0 : weight;
}

/// The language of a tag like `ru-RU`; `*` is any.
std::optional<Language> language_of(std::string_view tag) {
  if (tag == "*") {
    return shared::kLanguages.front();
  }
  const auto subtag = tag.substr(0, tag.find('-'));
  const auto* const found = std::ranges::find_if(shared::kLanguages, [&](Language language) {
    return equal_ignoring_case(subtag, shared::code(language));
  });
  return found == shared::kLanguages.end() ? std::nullopt : std::optional{*found};
}

}  // namespace

Language preferred_language(std::string_view accept_language) {
  auto best = shared::kLanguages.front();
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto range = take_until(accept_language, ',');
    auto parameters = range;
    const auto tag = trim(take_until(parameters, ';'));
    int weight = kWholeWeight;
    if (const auto parameter = trim(parameters); !parameter.empty()) {
      weight = parameter.starts_with("q=") || parameter.starts_with("Q=")
                   ? parse_weight(parameter.substr(2))
                   : 0;
    }
    if (const auto language = language_of(tag); language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace daymark::server
