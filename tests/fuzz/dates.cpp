// Days and instants: a day has one spelling, and an instant is the same in every spelling that is
// ours.
#include "shared/civil_day.hpp"
#include "shared/instant.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

namespace shared = daymark::shared;

void examine_day(std::string_view text) {
  if (const auto day = shared::parse_day(text)) {
    require(shared::to_string(*day) == text, "a day is written in one way");
  }
}

void examine_instant(shared::Instant instant) {
  auto text = shared::to_string(instant);
  require(shared::parse_instant(text) == instant, "an instant reads as it was written");
  require(shared::parse_day(text.substr(0, 10)).has_value(), "an instant has a day");
  require(shared::is_expressible(instant), "an instant that can be read can be written");
  text.replace(10, 1, " ");
  require(!shared::parse_instant(text), "SQL's spelling is not for clients");
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark::fuzz;
  const auto text = as_text(data, size);
  examine_day(text);
  const auto instant = shared::parse_instant(text);
  if (instant) {
    examine_instant(*instant);
    // Half an hour further east is half an hour earlier, down to the first year.
    const auto zulu = shared::to_string(*instant);
    const auto east = shared::parse_instant(zulu.substr(0, zulu.size() - 1) + "+00:30");
    require(!east || *instant - *east == std::chrono::minutes{30}, "an offset is taken off");
  }
  return 0;
}
