// Entries as JSON: reads the fields of requests and files, and writes answers and files.
#pragma once

#include "mood/entry.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"

namespace daymark::mood {

/// Reads POST /mood except its key. Adds faults to `fields`; use the result only if there are none.
[[nodiscard]] NewEntry read_new_entry(server::Fields& fields, Instant now);

/// Reads PATCH /mood/{id}, with faults as above.
[[nodiscard]] EntryPatch read_entry_patch(server::Fields& fields, Instant now);

/// Reads an entry of a file, with faults as above: the fields of POST /mood and its uid. It may
/// have both `recorded_at` and `day`.
[[nodiscard]] FileEntry read_file_entry(server::Fields& fields, Instant now);

/// Writes an entry of a file: an object without its id and streak.
void write_file_entry(server::json::Writer& out, const Entry& entry);

void write_entry(server::json::Writer& out, const Entry& entry);

/// Writes the members of a status, without braces.
void write_streak_status(server::json::Writer& out, const StreakStatus& status);

}  // namespace daymark::mood
