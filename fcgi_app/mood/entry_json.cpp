#include "mood/entry_json.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace daymark::mood {
namespace {

using server::Fields;
using server::Flaw;
using server::json::Writer;

constexpr server::Bounds kRatings{kRatingMin, kRatingMax};
constexpr server::Length kInstantLength{0, 100};

/// No zone and no start of the day move a day as far as this from the day in UTC. What is further
/// out is refused before PostgreSQL has to compute with years that it writes in other ways.
constexpr shared::days kFromUtcMax{2};

/// `mood` takes a label or, for short, a rating.
Feeling read_feeling(Fields& fields) {
  Feeling feeling{.rating = fields.number("rating", kRatings)};
  const auto* given = fields.value("mood");
  std::optional<int> implied;
  if (given != nullptr && std::holds_alternative<server::json::Number>(given->data)) {
    implied = fields.to_number("mood", *given, kRatings);
    if (implied) {
      feeling.mood = standard_label(*implied);
    }
  } else if (given != nullptr) {
    feeling.mood = fields.to_text("mood", *given, {1, kMoodLengthMax});
    implied = feeling.mood ? rating_of(*feeling.mood) : std::nullopt;
  }
  if (implied && feeling.rating && *implied != *feeling.rating) {
    fields.fault("rating", Flaw::kConflict);
  }
  feeling.rating = implied ? implied : feeling.rating;
  return feeling;
}

struct When {
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

/// `recorded_at` and `day` are two ways to say when.
When read_when(Fields& fields, Instant now) {
  When when;
  if (const auto text = fields.text("recorded_at", kInstantLength)) {
    when.recorded_at = shared::parse_instant(*text);
    if (!when.recorded_at) {
      fields.fault("recorded_at", Flaw::kInvalid);
    } else if (*when.recorded_at > now + kAheadMax) {
      fields.fault("recorded_at", Flaw::kInFuture);
    } else if (*when.recorded_at < Instant{kFirstDay.time_since_epoch()} - kFromUtcMax) {
      fields.fault("recorded_at", Flaw::kTooEarly);
    }
  }
  if (const auto text = fields.text("day", kInstantLength)) {
    when.day = shared::parse_day(*text);
    if (!when.day) {
      fields.fault("day", Flaw::kInvalid);
    } else if (*when.day < kFirstDay) {
      fields.fault("day", Flaw::kTooEarly);
    } else if (when.day->time_since_epoch() > now.time_since_epoch() + kFromUtcMax) {
      fields.fault("day", Flaw::kInFuture);
    }
  }
  if (fields.value("recorded_at") != nullptr && fields.value("day") != nullptr) {
    fields.fault("day", Flaw::kConflict);
  }
  return when;
}

std::optional<std::string> read_note(Fields& fields) {
  return fields.text("note", {0, kNoteLengthMax});
}

std::optional<std::vector<std::string>> read_tags(Fields& fields) {
  return fields.texts("tags", {1, kTagLengthMax}, kTagsMax);
}

bool removes(const Fields& fields, std::string_view name, bool has_value) {
  return fields.has(name) && !has_value;
}

void write_optional_text(Writer& out, std::string_view name,
                         const std::optional<std::string>& text) {
  out.key(name);
  if (text) {
    out.text(*text);
  } else {
    out.null();
  }
}

/// 66.66, 66.6, 66.
std::string decimal(shared::Percentile percentile) {
  auto text = fmt::format("{}.{:02}", percentile.hundredths / 100, percentile.hundredths % 100);
  while (text.ends_with('0')) {
    text.pop_back();
  }
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

Draft read_draft(Fields& fields, Instant now) {
  auto [mood, rating] = read_feeling(fields);
  fields.require_one_of("mood", "rating");
  if (rating && !mood) {
    mood = standard_label(*rating);
  }
  auto note = read_note(fields);
  auto tags = read_tags(fields);
  const auto [recorded_at, day] = read_when(fields, now);
  return {.mood = std::move(mood),
          .rating = rating,
          .note = std::move(note),
          .tags = std::move(tags).value_or(std::vector<std::string>{}),
          .recorded_at = recorded_at,
          .day = day};
}

EntryPatch read_patch(Fields& fields, Instant now) {
  EntryPatch patch;
  patch.feeling = read_feeling(fields);
  patch.removes_mood = removes(fields, "mood", patch.feeling.mood.has_value());
  patch.removes_rating = removes(fields, "rating", patch.feeling.rating.has_value());
  patch.note = read_note(fields);
  patch.removes_note = removes(fields, "note", patch.note.has_value());
  patch.tags = read_tags(fields);
  if (removes(fields, "tags", patch.tags.has_value())) {
    patch.tags.emplace();
  }
  const auto [recorded_at, day] = read_when(fields, now);
  patch.recorded_at = recorded_at;
  patch.day = day;
  return patch;
}

void write_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  out.key("id").text(shared::to_string(entry.id));
  out.key("uid").text(entry.uid);
  write_optional_text(out, "mood", entry.mood);
  out.key("rating");
  if (entry.rating) {
    out.number(*entry.rating);
  } else {
    out.null();
  }
  write_optional_text(out, "note", entry.note);
  out.key("tags").raw(entry.tags_json);
  out.key("recorded_at").text(shared::to_string(entry.recorded_at));
  out.key("day").text(shared::to_string(entry.day));
  out.key("streak").number(entry.streak);
  out.end_object();
}

void write_standing(Writer& out, const Standing& standing) {
  out.key("streak").number(standing.streak);
  out.key("longest_streak").number(standing.longest_streak);
  out.key("logged_today").boolean(standing.logged_today);
  out.key("streak_expires_at");
  if (standing.streak_expires_at) {
    out.text(shared::to_string(*standing.streak_expires_at));
  } else {
    out.null();
  }
  if (standing.percentile) {
    out.key("percentile").raw(decimal(*standing.percentile));
  }
  out.key("compared_with").number(standing.compared_with);
}

}  // namespace daymark::mood
