#include "mood/api.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "achievements/award_json.hpp"
#include "context.hpp"
#include "mood/entry_json.hpp"
#include "mood/mood.hpp"
#include "mood/page_query.hpp"
#include "server/answers.hpp"
#include "server/entity_tag.hpp"
#include "server/fields.hpp"
#include "server/idempotency_key.hpp"
#include "server/json.hpp"
#include "server/page.hpp"
#include "shared/overloaded.hpp"

namespace daymark::mood::api {
namespace {

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

/// The texts of the longest entry, in code points.
constexpr std::size_t kTextsMax = kMoodLengthMax + kNoteLengthMax + kTagsMax * kTagLengthMax;
static_assert(kTextsMax * shared::kCodePointBytesMax + server::kJsonAroundTextsMax <=
                  server::kBodyBytesMax,
              "the longest entry fits a body, in UTF-8 (all of it escaped, it would not)");
static_assert(kTextsMax * shared::kEscapedCodePointBytesMax + server::kJsonAroundTextsMax <=
                  kFileEntryBytesMax,
              "the longest entry fits a file, escaped too");

/// Throws the Refusal for an outcome that is not a success.
struct Refuse {
  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(Abandoned) const { throw Refusal{Problem::kUnavailable}; }
  Response operator()(NoSuchEntry) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(VersionMismatch) const { throw Refusal{Problem::kVersionMismatch}; }
  Response operator()(KeyReused) const { throw server::idempotency_key_reused(); }
  Response operator()(const AccountFull& full) const {
    throw Refusal{Problem::kAccountFull, full.capacity};
  }
  Response operator()(TooManyDays) const {
    throw Refusal{server::Faults{{.in = server::Fault::In::kQuery,
                                  .at = "from",
                                  .flaw = Flaw::kTooManyDays,
                                  .greatest = kDaysMax}}};
  }
  Response operator()(DayInFuture) const { throw field_refusal(when, Flaw::kInFuture); }
  Response operator()(DayTooEarly) const { throw field_refusal(when, Flaw::kTooEarly); }

  std::string_view when = "/day";  // the field that DayInFuture and DayTooEarly are about
};

Response render(int status, const Recorded& recorded) {
  Writer out;
  out.begin_object();
  out.key("entry");
  write_entry(out, recorded.entry);
  write_streak_status(out, recorded.status);
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
  if (recorded.is_replayed) {
    server::tell_replayed(response);
  }
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

std::optional<std::string> next_cursor(const EntryPage& page) {
  if (!page.entries.has_more) {
    return std::nullopt;
  }
  const auto& last = page.entries.items.back();
  return write_cursor({.day = last.day, .recorded_at = last.recorded_at, .entry = last.id});
}

Response render(const EntryPage& page, const PageWanted& wanted) {
  Writer out;
  out.begin_object();
  out.key("moods").begin_array();
  for (const auto& entry : page.entries.items) {
    write_entry(out, entry);
  }
  out.end_array();
  auto response = private_answer(200);
  server::write_next_page(out, response, next_cursor(page), "/mood", wanted.limit,
                          next_page_days(wanted));
  write_streak_status(out, page.status);
  out.end_object();
  response.body = out.take();
  return response;
}

Response render(const Changed& changed) {
  auto response = render(200, changed.recorded);
  response.headers.emplace_back("ETag", server::entity_tag(changed.version));
  return response;
}

Response render(const Versioned& versioned, const Conditions& conditions) {
  if (!conditions.match(versioned.version)) {
    throw Refusal{Problem::kVersionMismatch};
  }
  auto response = private_answer(304);
  if (!conditions.exclude(versioned.version)) {
    Writer out;
    write_entry(out, versioned.entry);
    response = private_answer(200, out.take());
  }
  response.headers.emplace_back("ETag", server::entity_tag(versioned.version));
  return response;
}

IsWantedVersion wanted_version(const Conditions& conditions) {
  return [&](int version) { return conditions.match(version) && !conditions.exclude(version); };
}

}  // namespace

NewEntryRequest read_new_entry(const Request& request) {
  Fields fields{request};
  NewEntryRequest wanted{.new_entry = mood::read_new_entry(fields, request.now),
                         .key = server::read_idempotency_key(request)};
  fields.finish();
  return wanted;
}

EntryChange read_entry_change(const Request& request) {
  Fields fields{request};
  EntryChange change{.patch = mood::read_entry_patch(fields, request.now),
                     .conditions = server::read_conditions(request)};
  const auto claimed = fields.read_only({"id", "uid", "streak"});
  if (claimed.empty()) {
    fields.finish();
    return change;
  }
  change.patch.find_faults = [faults = fields.faults(), claimed](const Entry& entry) {
    auto all = faults;
    Writer out;
    write_entry(out, entry);
    server::add_read_only_faults(all, claimed, out.take());
    return all;
  };
  return change;
}

DaysWanted read_days_wanted(const Request& request) {
  server::Parameters parameters{request};
  const DaysWanted wanted{.from = parameters.parsed("from", shared::parse_day, Flaw::kNoDay),
                          .to = parameters.parsed("to", shared::parse_day, Flaw::kNoDay)};
  parameters.finish();
  return wanted;
}

void record(Context& context, const Request& request, const Credentials& credentials,
            NewEntryRequest wanted, Reply reply) {
  const Refuse refuse{.when = wanted.new_entry.day ? "/day" : "/recorded_at"};
  context.recorder.record(
      context.database,
      {.credentials = credentials,
       .new_entry = std::move(wanted.new_entry),
       .key = std::move(wanted.key),
       .now = request.now,
       .is_abandoned = request.is_abandoned,
       .limits = context.limits},
      [reply = std::move(reply), refuse](const std::function<RecordOutcome()>& record_entry) {
        reply([&] {
          return std::visit(
              Overloaded{[](const Recorded& recorded) { return render(recorded); }, refuse},
              record_entry());
        });
      });
}

void list(Context& context, const Request& request, const Credentials& credentials,
          const PageWanted& wanted, Reply reply) {
  context.lister.list(
      context.database,
      {.credentials = credentials,
       .wanted = wanted,
       .now = request.now,
       .is_abandoned = request.is_abandoned},
      [reply = std::move(reply), wanted](const std::function<ListOutcome()>& list_page) {
        reply([&] {
          return std::visit(
              Overloaded{[&](const EntryPage& page) { return render(page, wanted); }, Refuse{}},
              list_page());
        });
      });
}

Response find(Context& context, const Request& request, shared::EntryId entry,
              const Credentials& credentials, const Conditions& conditions) {
  return std::visit(
      Overloaded{[&](const Versioned& versioned) { return render(versioned, conditions); },
                 Refuse{}},
      mood::find(context.database, credentials, entry, request.now));
}

Response list_days(Context& context, const Request& request, const Credentials& credentials,
                   const DaysWanted& wanted) {
  return std::visit(Overloaded{[](const Days& days) { return render(days); }, Refuse{}},
                    mood::list_days(context.database, credentials, wanted, request.now));
}

Response change(Context& context, const Request& request, shared::EntryId entry,
                const Credentials& credentials, const EntryChange& change) {
  return std::visit(
      Overloaded{[](const Changed& changed) { return render(changed); },
                 [](server::Faults faults) -> Response { throw Refusal{std::move(faults)}; },
                 Refuse{}},
      mood::change(context.database, context.milestones, credentials, entry, change.patch,
                   wanted_version(change.conditions), request.now, context.limits));
}

Response remove(Context& context, const Request& request, shared::EntryId entry,
                const Credentials& credentials, const Conditions& conditions) {
  return std::visit(
      Overloaded{[](Removed) { return private_answer(204); }, Refuse{}},
      mood::remove(context.database, credentials, entry, wanted_version(conditions), request.now));
}

}  // namespace daymark::mood::api
