#include "mood/entry.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <variant>

#include "server/json.hpp"

namespace daymark::mood {
namespace {

constexpr std::array<std::string_view, 5> kStandardLabels{"awful", "bad", "okay", "good", "great"};
static_assert(kStandardLabels.size() == kRatingMax - kRatingMin + 1);

shared::JsonText tags_json(const std::vector<std::string>& tags) {
  if (tags.empty()) {
    return {"[]"};
  }
  server::json::Writer out;
  out.begin_array();
  for (const auto& tag : tags) {
    out.text(tag);
  }
  out.end_array();
  return {out.take()};
}

/// Of JSON that tags_json or PostgreSQL wrote.
std::vector<std::string> tags_of(const shared::JsonText& json) {
  auto value = server::json::parse(json.text);
  std::vector<std::string> tags;
  for (auto& tag : std::get<server::json::Array>(value.data)) {
    tags.push_back(std::get<std::string>(std::move(tag.data)));
  }
  return tags;
}

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

Entry make_entry(shared::EntryId id, const NewEntry& new_entry, const AssignedFields& assigned) {
  return {.id = id,
          .uid = assigned.uid,
          .mood = new_entry.mood,
          .rating = new_entry.rating,
          .note = new_entry.note,
          .tags = tags_json(new_entry.tags),
          .recorded_at = assigned.recorded_at,
          .day = assigned.day,
          .streak = assigned.streak};
}

std::optional<NewEntry> patched(const Entry& entry, const EntryPatch& patch) {
  auto feeling = merge({.mood = entry.mood, .rating = entry.rating}, patch);
  if (!feeling) {
    return std::nullopt;
  }
  return NewEntry{.mood = std::move(feeling->mood),
                  .rating = feeling->rating,
                  .note = patch.note || patch.removes_note ? patch.note : entry.note,
                  .tags = patch.tags ? *patch.tags : tags_of(entry.tags)};
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
