#include "mood/entry_json.hpp"

#include <fmt/format.h>

#include <algorithm>
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

std::optional<Instant> read_recorded_at(Fields& fields, Instant now) {
  const auto text = fields.text("recorded_at", kInstantLength);
  if (!text) {
    return std::nullopt;
  }
  const auto recorded_at = shared::parse_instant(*text);
  if (!recorded_at) {
    fields.fault("recorded_at", Flaw::kInvalid);
  } else if (*recorded_at > now + kAheadMax) {
    fields.fault("recorded_at", Flaw::kInFuture);
  } else if (*recorded_at < Instant{kFirstDay.time_since_epoch()} - kFromUtcMax) {
    fields.fault("recorded_at", Flaw::kTooEarly);
  }
  return recorded_at;
}

std::optional<CivilDay> read_day(Fields& fields, CivilDay last_day) {
  const auto text = fields.text("day", kInstantLength);
  if (!text) {
    return std::nullopt;
  }
  const auto day = shared::parse_day(*text);
  if (!day) {
    fields.fault("day", Flaw::kInvalid);
  } else if (*day < kFirstDay) {
    fields.fault("day", Flaw::kTooEarly);
  } else if (*day > last_day) {
    fields.fault("day", Flaw::kInFuture);
  }
  return day;
}

CivilDay day_in_utc(Instant instant) {
  return CivilDay{std::chrono::floor<shared::days>(instant).time_since_epoch()};
}

/// `recorded_at` and `day` are two ways to say when.
When read_when(Fields& fields, Instant now) {
  const When when{.recorded_at = read_recorded_at(fields, now),
                  .day = read_day(fields, day_in_utc(now + kFromUtcMax))};
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

std::optional<shared::Uuid> read_uid(Fields& fields) {
  const auto text = fields.text("uid", {0, kInstantLength.greatest});
  if (!text) {
    return std::nullopt;
  }
  const auto uid = shared::parse_uuid(*text);
  if (!uid) {
    fields.fault("uid", Flaw::kInvalid);
  }
  return uid;
}

/// All that a draft says but when.
Draft read_felt(Fields& fields) {
  auto [mood, rating] = read_feeling(fields);
  fields.require_one_of("mood", "rating");
  if (rating && !mood) {
    mood = standard_label(*rating);
  }
  auto note = read_note(fields);
  auto tags = read_tags(fields);
  return {.mood = std::move(mood),
          .rating = rating,
          .note = std::move(note),
          .tags = std::move(tags).value_or(std::vector<std::string>{})};
}

/// The members that an entry has everywhere.
void write_kept(Writer& out, const Entry& entry) {
  out.key("uid").uuid(entry.uid);
  out.key("mood").text_or_null(entry.mood);
  out.key("rating");
  if (entry.rating) {
    out.number(*entry.rating);
  } else {
    out.null();
  }
  out.key("note").text_or_null(entry.note);
  out.key("tags").raw(entry.tags_json);
  out.key("recorded_at").instant(entry.recorded_at);
  out.key("day").day(entry.day);
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
  auto draft = read_felt(fields);
  const auto [recorded_at, day] = read_when(fields, now);
  draft.recorded_at = recorded_at;
  draft.day = day;
  return draft;
}

EntryPatch read_patch(Fields& fields, Instant now) {
  EntryPatch patch;
  patch.feeling = read_feeling(fields);
  patch.removes_mood = fields.is_null("mood");
  patch.removes_rating = fields.is_null("rating");
  patch.note = read_note(fields);
  patch.removes_note = fields.is_null("note");
  patch.tags = read_tags(fields);
  if (fields.is_null("tags")) {
    patch.tags.emplace();
  }
  const auto [recorded_at, day] = read_when(fields, now);
  patch.recorded_at = recorded_at;
  patch.day = day;
  return patch;
}

FileEntry read_file_entry(Fields& fields, Instant now) {
  FileEntry entry{.uid = read_uid(fields), .draft = read_felt(fields)};
  entry.draft.recorded_at = read_recorded_at(fields, now);
  // It is kept whatever zone the account is in now, so it can be any that there is a day of
  // somewhere.
  entry.draft.day = read_day(fields, day_in_utc(now) + shared::days{1});
  fields.require_one_of("recorded_at", "day");
  return entry;
}

void write_file_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  write_kept(out, entry);
  out.end_object();
}

void write_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  out.key("id").text(shared::to_string(entry.id));
  write_kept(out, entry);
  out.key("streak").number(entry.streak);
  out.end_object();
}

void write_standing(Writer& out, const Standing& standing) {
  out.key("streak").number(standing.streak);
  out.key("longest_streak").number(standing.longest_streak);
  out.key("logged_today").boolean(standing.logged_today);
  out.key("streak_expires_at");
  if (standing.streak_expires_at) {
    out.instant(*standing.streak_expires_at);
  } else {
    out.null();
  }
  if (standing.percentile) {
    out.key("percentile").raw(decimal(*standing.percentile));
  }
  out.key("compared_with").number(standing.compared_with);
}

}  // namespace daymark::mood
