#include "mood/entry.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace daymark::mood {
namespace {

constexpr std::array<std::string_view, 5> kStandardLabels{"awful", "bad", "okay", "good", "great"};
static_assert(kStandardLabels.size() == kRatingMax - kRatingMin + 1);

}  // namespace

std::optional<Feeling> merge(const Feeling& feeling, const EntryPatch& patch) {
  auto mood = patch.mood;
  if (!mood && !patch.removes_mood) {
    mood = feeling.mood;
  }
  auto rating = patch.rating;
  if (!rating && !patch.removes_rating) {
    rating = feeling.rating;
  }
  const bool keeps_label = !mood || !patch.mood;
  const auto implied = mood ? rating_of(*mood) : std::nullopt;
  if (keeps_label && rating && (!mood || implied)) {
    mood = standard_label(*rating);
  } else if (implied) {
    rating = implied;
  }
  return mood ? std::optional{Feeling{.mood = *std::move(mood), .rating = rating}} : std::nullopt;
}

std::string_view standard_label(int rating) {
  assert(rating >= kRatingMin && rating <= kRatingMax);
  return kStandardLabels.at(static_cast<std::size_t>(rating - kRatingMin));
}

std::optional<int> rating_of(std::string_view label) {
  const auto* found = std::ranges::find(kStandardLabels, label);
  return found == kStandardLabels.end()
             ? std::nullopt
             : std::optional{kRatingMin + static_cast<int>(found - kStandardLabels.begin())};
}

}  // namespace daymark::mood
