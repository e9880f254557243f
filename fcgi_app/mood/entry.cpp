#include "mood/entry.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <tuple>
#include <utility>
#include <variant>

#include "server/code_points.hpp"
#include "server/json.hpp"

namespace daymark::mood {
namespace {

constexpr std::array<std::string_view, 5> kStandardLabels{"awful", "bad", "okay", "good", "great"};
static_assert(kStandardLabels.size() == kRatingMax - kRatingMin + 1);

/// As the page calls them.
constexpr std::array<std::string_view, kStandardLabels.size()> kRussianNames{
    "ужасно", "плохо", "средне", "хорошо", "отлично"};

std::optional<int> rating_in(const std::array<std::string_view, kStandardLabels.size()>& names,
                             std::string_view name) {
  const auto* found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt
                              : std::optional{kRatingMin + static_cast<int>(found - names.begin())};
}

/// Calls `visit` with the two members of each field of the content.
template <class Visit>
void for_each_content_field(Visit visit) {
  const auto visit_one = [&](const char*, const char*, auto of_new_entry, auto of_entry) {
    visit(of_new_entry, of_entry);
  };
  std::apply([&](const auto&... fields) { (std::apply(visit_one, fields), ...); }, kContentFields);
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
      [&](auto of_new_entry, auto of_entry) { assign(entry.*of_entry, new_entry.*of_new_entry); });
  return entry;
}

std::optional<NewEntry> patched(const Entry& entry, const EntryPatch& patch) {
  auto feeling = merge({.mood = entry.mood, .rating = entry.rating}, patch);
  if (!feeling) {
    return std::nullopt;
  }
  NewEntry content;
  for_each_content_field(
      [&](auto of_new_entry, auto of_entry) { assign(content.*of_new_entry, entry.*of_entry); });
  content.mood = std::move(feeling->mood);
  content.rating = feeling->rating;
  if (patch.note || patch.removes_note) {
    content.note = patch.note;
  }
  if (patch.tags) {
    content.tags = *patch.tags;
  }
  return content;
}

std::int64_t text_bytes(const NewEntry& new_entry) {
  auto bytes = new_entry.mood.size() + (new_entry.note ? new_entry.note->size() : 0);
  for (const auto& tag : new_entry.tags) {
    bytes += tag.size();
  }
  return static_cast<std::int64_t>(bytes);
}

std::string_view standard_label(int rating) {
  assert(rating >= kRatingMin && rating <= kRatingMax);
  return kStandardLabels.at(static_cast<std::size_t>(rating - kRatingMin));
}

std::optional<int> rating_of(std::string_view label) { return rating_in(kStandardLabels, label); }

std::optional<int> rating_named(std::string_view name) {
  const auto lower = server::lower_case(name);
  const auto rating = rating_in(kStandardLabels, lower);
  return rating ? rating : rating_in(kRussianNames, lower);
}

}  // namespace daymark::mood
