// What the targets of the two formats of an import share.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "mood/transfer_file.hpp"
#include "server/code_points.hpp"
#include "server/json.hpp"
#include "shared/text.hpp"
#include "target.hpp"

namespace daymark::fuzz {

inline const shared::Instant kNow = shared::parse_instant("2026-11-21T09:12:44.25Z").value();

struct Imported {
  std::vector<mood::NumberedEntry> entries;
  server::Faults faults;
};

/// Reads a file that comes in pieces of `piece_bytes`.
inline std::optional<Imported> read(mood::FileFormat format, std::string_view file,
                                    std::size_t piece_bytes) {
  return attempt([&] {
    Imported imported;
    imported.faults = mood::read_file(
        format,
        [&] {
          const auto piece = file.substr(0, piece_bytes);
          file.remove_prefix(piece.size());
          return piece;
        },
        kNow,
        [&](mood::NumberedEntry entry) {
          imported.entries.push_back(std::move(entry));
          return true;
        });
    if (!imported.faults.empty()) {
      const auto last_row = imported.faults.back().row;
      require(std::ranges::count_if(imported.faults,
                                    [&](const auto& fault) { return fault.row != last_row; }) <
                  static_cast<std::ptrdiff_t>(server::kFaultsMax),
              "reading stops with the row that makes enough faults");
      require_sendable(server::Refusal{imported.faults});
    }
    return imported;
  });
}

inline void require_text(std::string_view text, std::size_t length_max) {
  require_storable(text);
  require(shared::code_points(text) <= length_max, "a text is as long as it may be");
}

inline void require_rules(const mood::FileEntry& entry) {
  const auto& new_entry = entry.new_entry;
  require(!new_entry.mood.empty(), "an entry has a label");
  require_text(new_entry.mood, mood::kMoodLengthMax);
  require(entry.uid || !server::is_blank(new_entry.mood), "a new label can be seen");
  require(!new_entry.rating ||
              (*new_entry.rating >= mood::kRatingMin && *new_entry.rating <= mood::kRatingMax),
          "a rating is in range");
  require_text(new_entry.note.value_or(""), mood::kNoteLengthMax);
  require(new_entry.tags.size() <= mood::kTagsMax, "there are not too many tags");
  for (const auto& tag : new_entry.tags) {
    require_text(tag, mood::kTagLengthMax);
    require(entry.uid || !server::is_blank(tag), "a new tag can be seen");
  }
  require(new_entry.recorded_at || new_entry.day, "an entry says when");
  require(!new_entry.recorded_at || *new_entry.recorded_at <= kNow + mood::kAheadMax,
          "nothing is recorded ahead of time");
  require(!new_entry.day || *new_entry.day >= shared::kFirstDay, "no day is too early");
}

/// The entry as an export writes it, once what is left out has been worked out.
inline mood::Entry as_exported(const mood::FileEntry& entry) {
  server::json::Writer tags;
  tags.begin_array();
  for (const auto& tag : entry.new_entry.tags) {
    tags.text(tag);
  }
  tags.end_array();
  return {.uid = entry.uid.value_or(shared::Uuid{}),
          .mood = entry.new_entry.mood,
          .rating = entry.new_entry.rating,
          .note = entry.new_entry.note,
          .tags = {tags.take()},
          .recorded_at = entry.new_entry.recorded_at.value_or(kNow),
          .day = entry.new_entry.day.value_or(shared::kFirstDay)};
}

inline std::string write(mood::FileFormat format, const std::vector<mood::NumberedEntry>& entries) {
  mood::FileWriter writer{format};
  std::string file;
  writer.begin(file);
  for (const auto& [row, entry] : entries) {
    writer.append(file, {as_exported(entry)});
  }
  writer.end(file);
  return file;
}

/// Any file, in pieces of any size, keeps the rules; and what is exported of it can be imported and
/// is then exported the same, in either format.
inline int examine_import(mood::FileFormat format, const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto file = as_text(data + 1, size - 1);
  const auto imported = read(format, file, 1 + data[0]);
  const auto whole = read(format, file, std::max<std::size_t>(file.size(), 1));
  require(imported.has_value() == whole.has_value(), "pieces make no difference");
  if (!imported) {
    return 0;
  }
  require(imported->entries.size() == whole->entries.size() &&
              imported->faults.size() == whole->faults.size(),
          "pieces make no difference to what is in a file");
  for (const auto& [row, entry] : imported->entries) {
    require_rules(entry);
  }
  for (const auto other : {mood::FileFormat::kJson, mood::FileFormat::kCsv}) {
    const auto exported = write(other, imported->entries);
    const auto again = read(other, exported, 1 + data[0]);
    require(again && again->faults.empty(), "what was exported can be imported");
    require(write(other, again->entries) == exported, "and is then exported the same");
  }
  return 0;
}

}  // namespace daymark::fuzz
