// Entries over HTTP: what a request must have, and the response of each route.
#pragma once

#include <optional>

#include "accounts/account.hpp"
#include "mood/entry.hpp"
#include "mood/transfer_file.hpp"
#include "server/entity_tag.hpp"
#include "server/idempotency_key.hpp"
#include "server/request.hpp"

namespace daymark {
struct Context;
}

namespace daymark::mood::api {

using accounts::Account;
using server::Conditions;
using server::Reply;
using server::Request;
using server::Response;

/// The body of POST /mood, with its idempotency key.
struct NewEntryRequest {
  NewEntry new_entry;
  std::optional<server::IdempotencyKey> key;
};

/// The body of PATCH /mood/{id}, and which version is to be changed.
struct EntryChange {
  EntryPatch patch;
  Conditions conditions;
};

struct ExportWanted {
  FileFormat format = FileFormat::kJson;
  bool has_byte_order_mark = false;  // of CSV; JSON may not have one
};

/// The format and the query string of POST /mood/import.
struct ImportWanted {
  FileFormat format = FileFormat::kJson;
  server::Faults faults;  // of the query string
};

// These read a request. Each throws a Refusal that names all faults.
NewEntryRequest read_new_entry(const Request& request);
EntryChange read_entry_change(const Request& request);
DaysWanted read_days_wanted(const Request& request);
ExportWanted read_export_wanted(const Request& request);
ImportWanted read_import_wanted(const Request& request);

// POST /mood
void record(Context&, const Request&, const Credentials&, NewEntryRequest, Reply);
// GET /mood
void list(Context&, const Request&, const Credentials&, const PageWanted&, Reply);
// GET /mood/days
Response list_days(Context&, const Request&, const Credentials&, const DaysWanted&);
// GET /mood/{id}
Response find(Context&, const Request&, shared::EntryId, const Credentials&, const Conditions&);
// PATCH /mood/{id}
Response change(Context&, const Request&, shared::EntryId, const Credentials&, const EntryChange&);
// DELETE /mood/{id}
Response remove(Context&, const Request&, shared::EntryId, const Credentials&, const Conditions&);

// In transfer_api.cpp:
// GET /mood/export
Response export_entries(Context&, const Request&, const Account&, ExportWanted);
// POST /mood/import
Response import_entries(Context&, const Request&, const Credentials&, const Account&,
                        const ImportWanted&);

}  // namespace daymark::mood::api
