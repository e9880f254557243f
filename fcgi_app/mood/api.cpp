#include "mood/api.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "accounts/guard.hpp"
#include "achievements/award_json.hpp"
#include "context.hpp"
#include "mood/cursor.hpp"
#include "mood/entry_json.hpp"
#include "mood/mood.hpp"
#include "mood/page_query.hpp"
#include "server/answers.hpp"
#include "server/entity_tag.hpp"
#include "server/fields.hpp"
#include "server/idempotency_key.hpp"
#include "server/json.hpp"
#include "shared/overloaded.hpp"

namespace daymark::mood::api {
namespace {

using accounts::parse_signed_in;
using server::Fields;
using server::Flaw;
using server::private_answer;
using server::Problem;
using server::Refusal;
using server::json::Writer;
using shared::Overloaded;

Refusal field_refusal(std::string_view pointer, Flaw flaw) {
  return Refusal{server::Faults{{.at = std::string(pointer), .flaw = flaw}}};
}

/// What else can come out of the rules, as refusals.
struct Refuse {
  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(NoSuchEntry) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(VersionMismatch) const { throw Refusal{Problem::kVersionMismatch}; }
  Response operator()(KeyReused) const { throw server::idempotency_key_reused(); }
  Response operator()(NothingLeft) const { throw field_refusal("/mood", Flaw::kRequired); }
  Response operator()(TooManyDays) const {
    throw Refusal{server::Faults{{.in = server::Fault::In::kQuery,
                                  .at = "from",
                                  .flaw = Flaw::kTooMany,
                                  .greatest = kDaysMax}}};
  }
  Response operator()(DayInFuture) const { throw field_refusal(when, Flaw::kInFuture); }
  Response operator()(DayTooEarly) const { throw field_refusal(when, Flaw::kTooEarly); }

  std::string_view when = "/day";  // the field that says when
};

struct NewEntry {
  Draft draft;
  std::optional<server::IdempotencyKey> key;
};

NewEntry read_new_entry(const Request& request) {
  Fields fields{request};
  NewEntry entry{.draft = read_draft(fields, request.now),
                 .key = server::read_idempotency_key(request, fields)};
  fields.finish();
  return entry;
}

EntryPatch read_entry_patch(const Request& request) {
  Fields fields{request};
  auto patch = read_patch(fields, request.now);
  fields.finish();
  return patch;
}

DaysWanted read_days_wanted(const Request& request) {
  server::Parameters parameters{request};
  const DaysWanted wanted{.from = parameters.parsed("from", shared::parse_day),
                          .to = parameters.parsed("to", shared::parse_day)};
  parameters.finish();
  return wanted;
}

Response render(int status, const Recorded& recorded) {
  Writer out;
  out.begin_object();
  out.key("entry");
  write_entry(out, recorded.entry);
  write_standing(out, recorded.standing);
  achievements::write_awarded(out, recorded.awarded);
  out.end_object();
  auto response = private_answer(status, out.take());
  if (!recorded.awarded.empty()) {
    server::tell_language(response, recorded.language);
  }
  return response;
}

Response render(const Recorded& recorded) {
  auto response = render(201, recorded);
  response.headers.emplace_back("Location", "/mood/" + shared::to_string(recorded.entry.id));
  return response;
}

Response render(const Days& days) {
  Writer out;
  out.begin_object();
  out.key("days").begin_array();
  for (const auto& day : days) {
    out.begin_object();
    out.key("day").day(day.day);
    out.key("entries").number(day.entries);
    out.key("average_rating").raw(day.average_rating.value_or("null"));
    out.key("streak").number(day.streak);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return private_answer(200, out.take());
}

Response render(const Page& page, const PageWanted& wanted) {
  Writer out;
  out.begin_object();
  out.key("moods").begin_array();
  for (const auto& entry : page.entries) {
    write_entry(out, entry);
  }
  out.end_array();
  std::string link;
  if (page.has_more) {
    const auto& last = page.entries.back();
    const auto cursor =
        write_cursor({.day = last.day, .recorded_at = last.recorded_at, .entry = last.id});
    out.key("next_cursor").text(cursor);
    link = next_link(wanted, cursor);
  }
  write_standing(out, page.standing);
  out.end_object();
  auto response = private_answer(200, out.take());
  if (!link.empty()) {
    response.headers.emplace_back("Link", link);
  }
  return response;
}

Response render(const Changed& changed) {
  auto response = render(200, changed.recorded);
  response.headers.emplace_back("ETag", server::entity_tag(changed.version));
  return response;
}

Response render(const Versioned& versioned) {
  Writer out;
  write_entry(out, versioned.entry);
  auto response = private_answer(200, out.take());
  response.headers.emplace_back("ETag", server::entity_tag(versioned.version));
  return response;
}

IsWantedVersion wanted_version(const Request& request) {
  return [&](int version) { return server::matches(request.variable("HTTP_IF_MATCH"), version); };
}

}  // namespace

void record(Context& context, const Request& request, server::Reply reply) {
  auto credentials = server::require_credentials(request);
  auto [draft, key] =
      parse_signed_in(context, request, credentials, [&] { return read_new_entry(request); });
  const Refuse refuse{.when = draft.day ? "/day" : "/recorded_at"};
  context.recorder.record(
      context.database,
      {.credentials = std::move(credentials),
       .draft = std::move(draft),
       .key = std::move(key),
       .now = request.now},
      [reply = std::move(reply), refuse](const std::function<RecordOutcome()>& record_entry) {
        reply([&] {
          return std::visit(
              Overloaded{[](const Recorded& recorded) { return render(recorded); }, refuse},
              record_entry());
        });
      });
}

void list(Context& context, const Request& request, server::Reply reply) {
  auto credentials = server::require_credentials(request);
  auto wanted =
      parse_signed_in(context, request, credentials, [&] { return read_page_wanted(request); });
  context.lister.list(
      context.database,
      {.credentials = std::move(credentials), .wanted = wanted, .now = request.now},
      [reply = std::move(reply), wanted](const std::function<ListOutcome()>& list_page) {
        reply([&] {
          return std::visit(
              Overloaded{[&](const Page& page) { return render(page, wanted); }, Refuse{}},
              list_page());
        });
      });
}

Response find(Context& context, const Request& request) {
  const auto id = server::path_id<shared::EntryId>(request);
  const auto credentials = server::require_credentials(request);
  parse_signed_in(context, request, credentials, [&] { server::refuse_parameters(request); });
  return std::visit(
      Overloaded{[](const Versioned& versioned) { return render(versioned); }, Refuse{}},
      mood::find(context.database, credentials, id, request.now));
}

Response list_days(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto wanted =
      parse_signed_in(context, request, credentials, [&] { return read_days_wanted(request); });
  return std::visit(Overloaded{[](const Days& days) { return render(days); }, Refuse{}},
                    mood::list_days(context.database, credentials, wanted, request.now));
}

Response change(Context& context, const Request& request) {
  const auto id = server::path_id<shared::EntryId>(request);
  const auto credentials = server::require_credentials(request);
  const auto patch =
      parse_signed_in(context, request, credentials, [&] { return read_entry_patch(request); });
  return std::visit(Overloaded{[](const Changed& changed) { return render(changed); },
                               Refuse{.when = patch.day ? "/day" : "/recorded_at"}},
                    mood::change(context.database, context.milestones, credentials, id, patch,
                                 wanted_version(request), request.now));
}

Response remove(Context& context, const Request& request) {
  const auto id = server::path_id<shared::EntryId>(request);
  const auto credentials = server::require_credentials(request);
  parse_signed_in(context, request, credentials, [&] { server::refuse_parameters(request); });
  return std::visit(
      Overloaded{[](Removed) { return private_answer(204); }, Refuse{}},
      mood::remove(context.database, credentials, id, wanted_version(request), request.now));
}

}  // namespace daymark::mood::api
