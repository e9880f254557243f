#include "mood/entry.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "server/code_points.hpp"
#include "server/json.hpp"

namespace daymark::mood {
namespace {

using RatingNames = std::array<std::string_view, kRatingMax - kRatingMin + 1>;

constexpr RatingNames kStandardLabels{"awful", "bad", "okay", "good", "great"};

/// As the page calls them.
constexpr shared::PerLanguage<RatingNames> kNames{
    kStandardLabels, {"ужасно", "плохо", "средне", "хорошо", "отлично"}};

std::optional<int> rating_in(const RatingNames& names, std::string_view name) {
  const auto* found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt
                              : std::optional{kRatingMin + static_cast<int>(found - names.begin())};
}

template <class Visit>
void for_each_content_field(Visit visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, kContentFields);
}

template <class Value>
void assign(Value& to, const Value& from) {
  to = from;
}

void assign(shared::JsonText& to, const std::vector<std::string>& from) {
  if (from.empty()) {
    to = {"[]"};
    return;
  }
  server::json::Writer out;
  out.begin_array();
  for (const auto& text : from) {
    out.text(text);
  }
  out.end_array();
  to = {out.take()};
}

/// `from`: JSON that the other `assign` or PostgreSQL wrote.
void assign(std::vector<std::string>& to, const shared::JsonText& from) {
  auto value = server::json::parse(from.text);
  to.clear();
  for (auto& text : std::get<server::json::Array>(value.data)) {
    to.push_back(std::get<std::string>(std::move(text.data)));
  }
}

std::size_t bytes_of(const std::string& text) { return text.size(); }

std::size_t bytes_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

std::size_t bytes_of(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const auto& text : texts) {
    bytes += text.size();
  }
  return bytes;
}

std::size_t bytes_of(const std::optional<int>&) { return 0; }

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
  Entry entry;
  entry.id = id;
  entry.uid = assigned.uid;
  entry.recorded_at = assigned.recorded_at;
  entry.day = assigned.day;
  entry.streak = assigned.streak;
  for_each_content_field(
      [&](const auto& field) { assign(entry.*field.of_entry, new_entry.*field.of_new_entry); });
  return entry;
}

std::optional<NewEntry> patched(const Entry& entry, const EntryPatch& patch) {
  auto feeling = merge({.mood = entry.mood, .rating = entry.rating}, patch);
  if (!feeling) {
    return std::nullopt;
  }
  NewEntry content;
  for_each_content_field([&](const auto& field) {
    assign(content.*field.of_new_entry, entry.*field.of_entry);
    if constexpr (!std::is_null_pointer_v<decltype(field.of_patch)>) {
      if (patch.*field.of_patch) {
        content.*field.of_new_entry = *(patch.*field.of_patch);
      }
    }
  });
  content.mood = std::move(feeling->mood);
  content.rating = feeling->rating;
  return content;
}

std::int64_t text_bytes(const NewEntry& new_entry) {
  std::size_t bytes = 0;
  for_each_content_field(
      [&](const auto& field) { bytes += bytes_of(new_entry.*field.of_new_entry); });
  return static_cast<std::int64_t>(bytes);
}

std::string_view standard_label(int rating) {
  assert(rating >= kRatingMin && rating <= kRatingMax);
  return kStandardLabels.at(static_cast<std::size_t>(rating - kRatingMin));
}

std::optional<int> rating_of(std::string_view label) { return rating_in(kStandardLabels, label); }

std::optional<int> rating_named(std::string_view name) {
  const auto lower = server::lower_case(name);
  for (const auto& names : kNames) {
    if (const auto rating = rating_in(names, lower)) {
      return rating;
    }
  }
  return std::nullopt;
}

}  // namespace daymark::mood
