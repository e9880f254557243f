#include "server/language.hpp"

#include <algorithm>
#include <optional>

#include "server/ascii.hpp"

namespace daymark::server {
namespace {

constexpr int kWholeWeight = 1000;

/// `0.5` → 500; nullopt if it is not a weight.
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) {
    return std::nullopt;
  }
  int weight = (text[0] - '0') * kWholeWeight;
  if (text.size() > 1 && text[1] != '.') {
    return std::nullopt;
  }
  int unit = kWholeWeight / 10;
  for (const char c : text.substr(text.size() > 1 ? 2 : 1)) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    weight += unit * (c - '0');
    unit /= 10;
  }
  return weight > kWholeWeight ? std::nullopt : std::optional{weight};
}

/// The language of a tag like `ru-RU`.
std::optional<Language> language_of(std::string_view tag) {
  const auto subtag = tag.substr(0, tag.find('-'));
  const auto* const found = std::ranges::find_if(shared::kLanguages, [&](Language language) {
    return equal_ignoring_case(subtag, shared::code(language));
  });
  return found == shared::kLanguages.end() ? std::nullopt : std::optional{*found};
}

/// One element of the header, for example `ru-RU;q=0.8`.
struct Range {
  std::string_view tag;
  int weight = kWholeWeight;
};

std::optional<Range> parse_range(std::string_view text) {
  const auto tag = trim(take_until(text, ';'));
  const auto parameter = trim(text);
  if (parameter.empty()) {
    return Range{.tag = tag};
  }
  const auto weight = parameter.starts_with("q=") || parameter.starts_with("Q=")
                          ? parse_weight(parameter.substr(2))
                          : std::nullopt;
  return weight ? std::optional{Range{.tag = tag, .weight = *weight}} : std::nullopt;
}

/// How much a language is wanted, and where the header says so.
struct Wish {
  int weight = 0;
  std::size_t place = 0;

  [[nodiscard]] bool is_before(const Wish& other) const {
    return weight > other.weight || (weight == other.weight && place < other.place);
  }
};

/// A region that is refused says nothing: who does not want `en-US` may want English.
bool is_refused_region(const Range& range) {
  return range.weight == 0 && range.tag.find('-') != std::string_view::npos;
}

}  // namespace

Language preferred_language(std::span<const std::string_view> lines) {
  shared::PerLanguage<std::optional<Wish>> named;
  std::optional<Wish> any;  // `*`, for languages that are not named
  std::size_t place = 0;
  for (auto line : lines) {
    while (!line.empty()) {
      const auto range = parse_range(take_until(line, ','));
      const auto language = range ? language_of(range->tag) : std::nullopt;
      if (!range || is_refused_region(*range) || (!language && range->tag != "*")) {
        continue;
      }
      auto& wish = language ? named[static_cast<std::size_t>(*language)] : any;
      const Wish said{.weight = range->weight, .place = ++place};
      wish = !wish || said.is_before(*wish) ? said : *wish;
    }
  }
  auto best = shared::kLanguages.front();
  Wish best_wish;
  for (const auto language : shared::kLanguages) {
    const auto& wish = shared::in(named, language) ? shared::in(named, language) : any;
    if (wish && wish->is_before(best_wish)) {
      best = language;
      best_wish = *wish;
    }
  }
  return best;
}

}  // namespace daymark::server
