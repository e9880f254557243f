// The body of POST /mood: a new entry keeps every rule, and reads the same when written again.

#include <set>

#include "mood/entry_json.hpp"
#include "server/code_points.hpp"
#include "shared/text.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

using mood::NewEntry;

const shared::Instant kNow = shared::parse_instant("2026-11-21T09:12:44.25Z").value();

NewEntry read(std::string body) {
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  request.body = std::move(body);
  server::Fields fields{request};
  auto new_entry = mood::read_new_entry(fields, kNow);
  fields.finish();
  return new_entry;
}

void require_length(std::string_view text, std::size_t least, std::size_t greatest) {
  require_storable(text);
  const auto length = shared::code_points(text);
  require(length >= least && length <= greatest, "a text is as long as it may be");
}

void require_rules(const NewEntry& new_entry) {
  require_length(new_entry.mood, 1, mood::kMoodLengthMax);
  require(!server::is_blank(new_entry.mood), "a label can be seen");
  require(!new_entry.rating ||
              (*new_entry.rating >= mood::kRatingMin && *new_entry.rating <= mood::kRatingMax),
          "a rating is in range");
  const auto implied = mood::rating_of(new_entry.mood);
  require(!implied || new_entry.rating == implied, "a standard label has its rating");
  if (new_entry.note) {
    require_length(*new_entry.note, 0, mood::kNoteLengthMax);
  }
  require(new_entry.tags.size() <= mood::kTagsMax, "there are not too many tags");
  require(std::set(new_entry.tags.begin(), new_entry.tags.end()).size() == new_entry.tags.size(),
          "no tag is there twice");
  for (const auto& tag : new_entry.tags) {
    require_length(tag, 1, mood::kTagLengthMax);
    require(!server::is_blank(tag), "a tag can be seen");
  }
  require(!new_entry.recorded_at || !new_entry.day, "there is one way to say when");
  require(!new_entry.recorded_at || *new_entry.recorded_at <= kNow + mood::kAheadMax,
          "nothing is recorded ahead of time");
  require(!new_entry.day || *new_entry.day >= shared::kFirstDay, "no day is too early");
}

std::string write(const NewEntry& new_entry) {
  server::json::Writer out;
  out.begin_object();
  out.key("mood").text(new_entry.mood);
  if (new_entry.rating) {
    out.key("rating").number(*new_entry.rating);
  }
  if (new_entry.note) {
    out.key("note").text(*new_entry.note);
  }
  out.key("tags").begin_array();
  for (const auto& tag : new_entry.tags) {
    out.text(tag);
  }
  out.end_array();
  if (new_entry.recorded_at) {
    out.key("recorded_at").text(shared::to_string(*new_entry.recorded_at));
  }
  if (new_entry.day) {
    out.key("day").text(shared::to_string(*new_entry.day));
  }
  out.end_object();
  return out.take();
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto new_entry = attempt([&] { return read(std::string(as_text(data, size))); });
  if (!new_entry) {
    return 0;
  }
  require_rules(*new_entry);
  const auto again = attempt([&] { return read(write(*new_entry)); });
  require(again.has_value(), "a new entry that was written again is accepted");
  require(again->mood == new_entry->mood && again->rating == new_entry->rating &&
              again->note == new_entry->note && again->tags == new_entry->tags &&
              again->recorded_at == new_entry->recorded_at && again->day == new_entry->day,
          "a new entry that was written again is the same");
  return 0;
}
