#include "mood/entry_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace daymark::mood {
namespace {

using server::Blank;
using server::Fields;
using server::Flaw;
using server::json::Writer;

constexpr server::Bounds kRatings{kRatingMin, kRatingMax};

struct LabelAndRating {
  std::optional<std::string> mood;
  std::optional<int> rating;
};

/// `mood` may be a label or, as a short form, a rating.
LabelAndRating read_label_and_rating(Fields& fields, Blank blank) {
  LabelAndRating read{.mood = {}, .rating = fields.number("rating", kRatings)};
  const auto* given = fields.value("mood");
  std::optional<int> implied;
  if (given != nullptr && std::holds_alternative<server::json::Number>(given->data)) {
    implied = fields.to_number("mood", *given, kRatings);
    if (implied) {
      read.mood = standard_label(*implied);
    }
  } else if (given != nullptr) {
    read.mood = fields.to_text("mood", *given, {1, kMoodLengthMax, blank});
    implied = read.mood ? rating_of(*read.mood) : std::nullopt;
  }
  if (implied && read.rating && *implied != *read.rating) {
    fields.fault("rating", Flaw::kRatingConflict, {.least = *implied});
  }
  read.rating = implied ? implied : read.rating;
  return read;
}

/// What a fast clock says is now: the day after it may already be tomorrow.
std::optional<Instant> read_recorded_at(Fields& fields, Instant now) {
  const auto given = fields.instant("recorded_at", now + kAheadMax);
  return given ? std::optional{std::min(*given, now)} : std::nullopt;
}

CivilDay day_in_utc(Instant instant) {
  return CivilDay{std::chrono::floor<shared::days>(instant).time_since_epoch()};
}

/// Whether it is over is asked later; none is more than a day ahead of UTC.
CivilDay latest_day(Instant now) { return day_in_utc(now) + shared::days{1}; }

std::optional<std::string> read_note(Fields& fields) {
  return fields.text("note", {0, kNoteLengthMax});
}

std::optional<std::vector<std::string>> read_tags(Fields& fields, Blank blank) {
  return fields.texts("tags", {1, kTagLengthMax, blank}, kTagsMax);
}

std::optional<shared::Uuid> read_uid(Fields& fields) {
  const auto text = fields.text("uid");
  if (!text) {
    return std::nullopt;
  }
  const auto uid = shared::parse_uuid(*text);
  if (!uid) {
    fields.fault("uid", Flaw::kNoUuid);
  }
  return uid;
}

/// Reads the fields of a new entry except its time.
NewEntry read_felt(Fields& fields, Blank blank) {
  auto [mood, rating] = read_label_and_rating(fields, blank);
  fields.require_one_of("mood", "rating", Flaw::kFeelingRequired);
  if (rating && !mood) {
    mood = standard_label(*rating);
  }
  auto note = read_note(fields);
  auto tags = read_tags(fields, blank);
  return {.mood = std::move(mood).value_or(""),
          .rating = rating,
          .note = std::move(note),
          .tags = std::move(tags).value_or(std::vector<std::string>{})};
}

void write(Writer& out, const shared::Uuid& uuid) { out.uuid(uuid); }
void write(Writer& out, const std::string& text) { out.text(text); }
void write(Writer& out, const std::optional<std::string>& text) { out.text_or_null(text); }
void write(Writer& out, const shared::JsonText& json) { out.raw(json.text); }
void write(Writer& out, Instant instant) { out.instant(instant); }
void write(Writer& out, CivilDay day) { out.day(day); }
void write(Writer& out, const std::optional<int>& number) {
  if (number) {
    out.number(*number);
  } else {
    out.null();
  }
}

/// Writes the members that an entry has in answers and in files.
void write_fields(Writer& out, const Entry& entry) {
  std::apply(
      [&](const auto&... fields) {
        ((out.key(fields.name), write(out, entry.*fields.member)), ...);
      },
      kEntryFields);
}

/// Without zeros at the end: 66.66, 66.6, 66.
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

NewEntry read_new_entry(Fields& fields, Instant now) {
  auto new_entry = read_felt(fields, Blank::kRefused);
  new_entry.recorded_at = read_recorded_at(fields, now);
  new_entry.day = fields.day("day", day_in_utc(now + shared::kFromUtcMax));
  if (fields.value("recorded_at") != nullptr && fields.value("day") != nullptr) {
    fields.fault("day", Flaw::kTimeConflict);
  }
  return new_entry;
}

EntryPatch read_entry_patch(Fields& fields, Instant now) {
  EntryPatch patch;
  auto [mood, rating] = read_label_and_rating(fields, Blank::kRefused);
  patch.mood = std::move(mood);
  patch.rating = rating;
  patch.removes_mood = fields.is_null("mood");
  patch.removes_rating = fields.is_null("rating");
  patch.note = fields.or_removed<std::optional<std::string>>("note", read_note(fields));
  patch.tags =
      fields.or_removed<std::vector<std::string>>("tags", read_tags(fields, Blank::kRefused));
  patch.recorded_at = read_recorded_at(fields, now);
  patch.day = fields.day("day", latest_day(now));
  return patch;
}

FileEntry read_file_entry(Fields& fields, Instant now) {
  const auto uid = read_uid(fields);
  // An entry with a uid was exported, and older ones may be blank.
  const auto blank = uid ? Blank::kAllowed : Blank::kRefused;
  FileEntry entry{.uid = uid, .new_entry = read_felt(fields, blank)};
  // Both are stored as they are, the day of whatever zone it is.
  entry.new_entry.recorded_at = fields.instant("recorded_at", now + kAheadMax);
  entry.new_entry.day = fields.day("day", latest_day(now));
  fields.require_one_of("recorded_at", "day", Flaw::kTimeRequired);
  return entry;
}

void write_file_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  write_fields(out, entry);
  out.end_object();
}

void write_entry(Writer& out, const Entry& entry) {
  out.begin_object();
  out.key("id").text(shared::to_string(entry.id));
  write_fields(out, entry);
  out.key("streak").number(entry.streak);
  out.end_object();
}

void write_streak_status(Writer& out, const StreakStatus& status) {
  out.key("streak").number(status.streak);
  out.key("longest_streak").number(status.longest_streak);
  out.key("logged_today").boolean(status.logged_today);
  out.key("streak_expires_at");
  if (status.streak_expires_at) {
    out.instant(*status.streak_expires_at);
  } else {
    out.null();
  }
  if (status.percentile) {
    out.key("percentile").raw(decimal(*status.percentile));
  }
  out.key("compared_with").number(status.compared_with);
}

}  // namespace daymark::mood
