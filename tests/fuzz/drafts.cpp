// The body of POST /mood: a draft keeps every rule, and reads the same when written again.

#include <set>

#include "mood/entry_json.hpp"
#include "shared/text.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

using mood::Draft;

const shared::Instant kNow = shared::parse_instant("2026-11-21T09:12:44.25Z").value();

Draft read(std::string body) {
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  request.body = std::move(body);
  server::Fields fields{request};
  auto draft = mood::read_draft(fields, kNow);
  fields.finish();
  return draft;
}

void require_length(std::string_view text, std::size_t least, std::size_t greatest) {
  require_storable(text);
  const auto length = shared::code_points(text);
  require(length >= least && length <= greatest, "a text is as long as it may be");
}

void require_rules(const Draft& draft) {
  require(draft.mood.has_value(), "a draft has a label");
  require_length(*draft.mood, 1, mood::kMoodLengthMax);
  require(!draft.rating || (*draft.rating >= mood::kRatingMin && *draft.rating <= mood::kRatingMax),
          "a rating is in range");
  const auto implied = mood::rating_of(*draft.mood);
  require(!implied || draft.rating == implied, "a standard label has its rating");
  if (draft.note) {
    require_length(*draft.note, 0, mood::kNoteLengthMax);
  }
  require(draft.tags.size() <= mood::kTagsMax, "there are not too many tags");
  require(std::set(draft.tags.begin(), draft.tags.end()).size() == draft.tags.size(),
          "no tag is there twice");
  for (const auto& tag : draft.tags) {
    require_length(tag, 1, mood::kTagLengthMax);
  }
  require(!draft.recorded_at || !draft.day, "there is one way to say when");
  require(!draft.recorded_at || *draft.recorded_at <= kNow + mood::kAheadMax,
          "nothing is recorded ahead of time");
  require(!draft.day || *draft.day >= mood::kFirstDay, "no day is too early");
}

std::string write(const Draft& draft) {
  server::json::Writer out;
  out.begin_object();
  out.key("mood").text(*draft.mood);
  if (draft.rating) {
    out.key("rating").number(*draft.rating);
  }
  if (draft.note) {
    out.key("note").text(*draft.note);
  }
  out.key("tags").begin_array();
  for (const auto& tag : draft.tags) {
    out.text(tag);
  }
  out.end_array();
  if (draft.recorded_at) {
    out.key("recorded_at").text(shared::to_string(*draft.recorded_at));
  }
  if (draft.day) {
    out.key("day").text(shared::to_string(*draft.day));
  }
  out.end_object();
  return out.take();
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto draft = attempt([&] { return read(std::string(as_text(data, size))); });
  if (!draft) {
    return 0;
  }
  require_rules(*draft);
  const auto again = attempt([&] { return read(write(*draft)); });
  require(again.has_value(), "a draft that was written again is accepted");
  require(again->mood == draft->mood && again->rating == draft->rating &&
              again->note == draft->note && again->tags == draft->tags &&
              again->recorded_at == draft->recorded_at && again->day == draft->day,
          "a draft that was written again is the same");
  return 0;
}
