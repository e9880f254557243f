#include "mood/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "context.hpp"
#include "mood/cursor.hpp"
#include "mood/mood.hpp"
#include "server/ascii.hpp"
#include "server/fields.hpp"
#include "server/json.hpp"
#include "server/session_guard.hpp"
#include "server/url.hpp"
#include "shared/text.hpp"

namespace daymark::mood::api {
namespace {

using server::Fields;
using server::Flaw;
using server::Problem;
using server::Refusal;
using server::json::Writer;

constexpr server::Bounds kRatings{kRatingMin, kRatingMax};
constexpr server::Length kInstantLength{0, 100};

/// No zone and no start of the day move a day as far as this from the day in UTC. What is further
/// out is refused before PostgreSQL has to compute with years that it writes in other ways.
constexpr shared::days kFromUtcMax{2};

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

/// What else can come out of the rules, as refusals.
struct Refuse {
  Response operator()(NotSignedIn) const { throw Refusal{Problem::kNotSignedIn}; }
  Response operator()(NoSuchEntry) const { throw Refusal{Problem::kNotFound}; }
  Response operator()(VersionMismatch) const { throw Refusal{Problem::kVersionMismatch}; }
};

/// Runs `parse` for somebody signed in.
template <class Parse>
auto parse_signed_in(Context& context, const Request& request, const Credentials& credentials,
                     Parse parse) {
  return server::parse_signed_in(
      request, credentials,
      [&] {
        return accounts::authenticate(context.database, credentials, request.now).has_value();
      },
      parse);
}

/// `mood` takes a label or, for short, a rating.
void read_mood(Fields& fields, Draft& draft) {
  draft.rating = fields.number("rating", kRatings);
  const auto* given = fields.value("mood");
  std::optional<int> implied;
  if (given != nullptr && std::holds_alternative<server::json::Number>(given->data)) {
    implied = fields.to_number("mood", *given, kRatings);
  } else if (given != nullptr) {
    draft.mood = fields.to_text("mood", *given, {1, kMoodLengthMax});
    implied = draft.mood ? rating_of(*draft.mood) : std::nullopt;
  }
  if (implied && draft.rating && *implied != *draft.rating) {
    fields.fault("rating", Flaw::kConflict);
  }
  if (given == nullptr) {
    fields.require_one_of("mood", "rating");
  }
  if (implied) {
    draft.rating = implied;
  }
  if (draft.rating && !draft.mood && !fields.is_faulty("mood")) {
    draft.mood = standard_label(*draft.rating);
  }
}

/// `recorded_at` and `day` are two ways to say when.
void read_when(Fields& fields, Draft& draft, Instant now) {
  if (const auto text = fields.text("recorded_at", kInstantLength)) {
    draft.recorded_at = shared::parse_instant(*text);
    if (!draft.recorded_at) {
      fields.fault("recorded_at", Flaw::kInvalid);
    } else if (*draft.recorded_at > now + kAheadMax) {
      fields.fault("recorded_at", Flaw::kInFuture);
    } else if (*draft.recorded_at < Instant{kFirstDay.time_since_epoch()} - kFromUtcMax) {
      fields.fault("recorded_at", Flaw::kTooEarly);
    }
  }
  if (const auto text = fields.text("day", kInstantLength)) {
    draft.day = shared::parse_day(*text);
    if (!draft.day) {
      fields.fault("day", Flaw::kInvalid);
    } else if (*draft.day < kFirstDay) {
      fields.fault("day", Flaw::kTooEarly);
    } else if (draft.day->time_since_epoch() > now.time_since_epoch() + kFromUtcMax) {
      fields.fault("day", Flaw::kInFuture);
    }
  }
  if (fields.value("recorded_at") != nullptr && fields.value("day") != nullptr) {
    fields.fault("day", Flaw::kConflict);
  }
}

Draft read_draft(const Request& request) {
  Fields fields{request};
  Draft draft;
  read_mood(fields, draft);
  draft.note = fields.text("note", {0, kNoteLengthMax});
  draft.tags =
      fields.texts("tags", {1, kTagLengthMax}, kTagsMax).value_or(std::vector<std::string>{});
  read_when(fields, draft, request.now);
  fields.finish();
  return draft;
}

PageWanted read_page_wanted(const Request& request) {
  server::Parameters parameters{request};
  PageWanted wanted;
  wanted.limit = parameters.number("limit", {1, kPageMax}).value_or(kPageDefault);
  wanted.from = parameters.parsed("from", shared::parse_day);
  wanted.to = parameters.parsed("to", shared::parse_day);
  wanted.after = parameters.parsed("cursor", read_cursor);
  parameters.finish();
  return wanted;
}

/// A malformed id is nobody's.
shared::EntryId read_entry_id(const Request& request) {
  const auto id = shared::parse_id<shared::EntryId>(request.path_parameters.at(0));
  if (!id) {
    throw Refusal{Problem::kNotFound};
  }
  return *id;
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

Response private_answer(int status, Writer& out) {
  out.end_object();
  return {.status = status, .headers = {{"Cache-Control", "no-store"}}, .body = out.take()};
}

Response render(const Recorded& recorded) {
  Writer out;
  out.begin_object();
  out.key("entry");
  write_entry(out, recorded.entry);
  write_standing(out, recorded.standing);
  out.key("awarded").begin_array().end_array();
  auto response = private_answer(201, out);
  response.headers.emplace_back("Location", "/mood/" + shared::to_string(recorded.entry.id));
  return response;
}

std::string next_link(const PageWanted& wanted, std::string_view cursor) {
  auto query = fmt::format("limit={}&cursor={}", wanted.limit, server::percent_encode(cursor));
  if (wanted.from) {
    query += "&from=" + shared::to_string(*wanted.from);
  }
  if (wanted.to) {
    query += "&to=" + shared::to_string(*wanted.to);
  }
  return fmt::format("</mood?{}>; rel=\"next\"", query);
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
  auto response = private_answer(200, out);
  if (!link.empty()) {
    response.headers.emplace_back("Link", link);
  }
  return response;
}

std::string entity_tag(int version) { return fmt::format("\"{}\"", version); }

Response render(const Versioned& versioned) {
  Writer out;
  write_entry(out, versioned.entry);
  return {.status = 200,
          .headers = {{"Cache-Control", "no-store"}, {"ETag", entity_tag(versioned.version)}},
          .body = out.take()};
}

/// If-Match: `*` and an absent header want any version; a list is matched by each of its tags.
bool matches(std::string_view if_match, int version) {
  if (server::trim(if_match).empty() || server::trim(if_match) == "*") {
    return true;
  }
  while (!if_match.empty()) {
    if (server::trim(server::take_until(if_match, ',')) == entity_tag(version)) {
      return true;
    }
  }
  return false;
}

Refusal day_refusal(const Draft& draft, Flaw flaw) {
  return Refusal{server::Faults{{.at = draft.day ? "/day" : "/recorded_at", .flaw = flaw}}};
}

}  // namespace

Response record(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto draft =
      parse_signed_in(context, request, credentials, [&] { return read_draft(request); });
  return std::visit(
      Overloaded{[](const Recorded& recorded) { return render(recorded); }, Refuse{},
                 [&](DayInFuture) -> Response { throw day_refusal(draft, Flaw::kInFuture); },
                 [&](DayTooEarly) -> Response { throw day_refusal(draft, Flaw::kTooEarly); }},
      mood::record(context.database, credentials, draft, request.now));
}

Response list(Context& context, const Request& request) {
  const auto credentials = server::require_credentials(request);
  const auto wanted =
      parse_signed_in(context, request, credentials, [&] { return read_page_wanted(request); });
  return std::visit(Overloaded{[&](const Page& page) { return render(page, wanted); }, Refuse{}},
                    mood::list(context.database, credentials, wanted, request.now));
}

Response find(Context& context, const Request& request) {
  const auto id = read_entry_id(request);
  const auto credentials = server::require_credentials(request);
  parse_signed_in(context, request, credentials, [&] { server::refuse_parameters(request); });
  return std::visit(
      Overloaded{[](const Versioned& versioned) { return render(versioned); }, Refuse{}},
      mood::find(context.database, credentials, id, request.now));
}

Response remove(Context& context, const Request& request) {
  const auto id = read_entry_id(request);
  const auto credentials = server::require_credentials(request);
  parse_signed_in(context, request, credentials, [&] { server::refuse_parameters(request); });
  return std::visit(
      Overloaded{[](Removed) {
                   return Response{.status = 204, .headers = {{"Cache-Control", "no-store"}}};
                 },
                 Refuse{}},
      mood::remove(
          context.database, credentials, id,
          [&](int version) { return matches(request.variable("HTTP_IF_MATCH"), version); },
          request.now));
}

}  // namespace daymark::mood::api
