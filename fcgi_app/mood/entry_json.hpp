// Entries as JSON: the fields that a request may bring, and what is answered.
#pragma once

#include "mood/entry.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"

namespace daymark::mood {

/// The fields of POST /mood, all but the idempotency key. What is faulty is noted in `fields`; the
/// new_entry is worth something only where nothing is.
[[nodiscard]] NewEntry read_new_entry(server::Fields& fields, Instant now);

/// The fields of PATCH /mood/{id}.
[[nodiscard]] EntryPatch read_entry_patch(server::Fields& fields, Instant now);

/// The fields of an entry in a file: those of POST /mood and its uid, and both ways to say when can
/// stand together.
[[nodiscard]] FileEntry read_file_entry(server::Fields& fields, Instant now);

/// An entry in a file.
void write_file_entry(server::json::Writer& out, const Entry& entry);

void write_entry(server::json::Writer& out, const Entry& entry);

/// The members of a status, without braces.
void write_streak_status(server::json::Writer& out, const StreakStatus& status);

}  // namespace daymark::mood
