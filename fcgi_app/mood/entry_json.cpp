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
constexpr server::Length kUidLength{0, 100};

struct LabelAndRating {
  std::optional<std::string> mood;
  std::optional<int> rating;
};

/// `mood` may be a label or, as a short form, a rating.
LabelAndRating read_label_and_rating(Fields& fields) {
  LabelAndRating read{.mood = {}, .rating = fields.number("rating", kRatings)};
  const auto* given = fields.value("mood");
  std::optional<int> implied;
  if (given != nullptr && std::holds_alternative<server::json::Number>(given->data)) {
    implied = fields.to_number("mood", *given, kRatings);
    if (implied) {
      read.mood = standard_label(*implied);
    }
  } else if (given != nullptr) {
    read.mood = fields.to_text("mood", *given, {1, kMoodLengthMax});
    implied = read.mood ? rating_of(*read.mood) : std::nullopt;
  }
  if (implied && read.rating && *implied != *read.rating) {
    fields.fault("rating", Flaw::kConflict);
  }
  read.rating = implied ? implied : read.rating;
  return read;
}

struct When {
  std::optional<Instant> recorded_at;
  std::optional<CivilDay> day;
};

std::optional<Instant> read_recorded_at(Fields& fields, Instant now) {
  return fields.instant("recorded_at", now + kAheadMax);
}

CivilDay day_in_utc(Instant instant) {
  return CivilDay{std::chrono::floor<shared::days>(instant).time_since_epoch()};
}

/// A request may have `recorded_at` or `day`, not both. What a fast clock says is now: the day after
/// it may already be tomorrow.
When read_when(Fields& fields, Instant now) {
  When when{.recorded_at = read_recorded_at(fields, now),
            .day = fields.day("day", day_in_utc(now + shared::kFromUtcMax))};
  if (when.recorded_at) {
    when.recorded_at = std::min(*when.recorded_at, now);
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

std::optional<shared::Uuid> read_uid(Fields& fields) {
  const auto text = fields.text("uid", kUidLength);
  if (!text) {
    return std::nullopt;
  }
  const auto uid = shared::parse_uuid(*text);
  if (!uid) {
    fields.fault("uid", Flaw::kInvalid);
  }
  return uid;
}

/// Reads the fields of a new entry except its time.
NewEntry read_felt(Fields& fields) {
  auto [mood, rating] = read_label_and_rating(fields);
  fields.require_one_of("mood", "rating");
  if (rating && !mood) {
    mood = standard_label(*rating);
  }
  auto note = read_note(fields);
  auto tags = read_tags(fields);
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
  auto new_entry = read_felt(fields);
  const auto [recorded_at, day] = read_when(fields, now);
  new_entry.recorded_at = recorded_at;
  new_entry.day = day;
  return new_entry;
}

EntryPatch read_entry_patch(Fields& fields, Instant now) {
  EntryPatch patch;
  auto [mood, rating] = read_label_and_rating(fields);
  patch.mood = std::move(mood);
  patch.rating = rating;
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
  FileEntry entry{.uid = read_uid(fields), .new_entry = read_felt(fields)};
  entry.new_entry.recorded_at = read_recorded_at(fields, now);
  // The day is stored as it is, of whatever zone it is; none is more than a day ahead of UTC.
  entry.new_entry.day = fields.day("day", day_in_utc(now) + shared::days{1});
  fields.require_one_of("recorded_at", "day");
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
