// The time zone that a settings body names: one of those that are known, to the letter.
#include <algorithm>
#include <array>

#include "accounts/settings_json.hpp"
#include "server/json.hpp"
#include "server/utf8.hpp"
#include "target.hpp"

namespace daymark::fuzz {
namespace {

constexpr std::array<std::string_view, 7> kZones{
    "UTC",     "Europe/Moscow",  "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Etc/GMT+5",
    "GB-Eire", "Pacific/Chatham"};

/// What the body, whose zone is written as `zone_json`, asks for.
std::optional<accounts::Settings> read(const std::string& zone_json) {
  server::Request request;
  request.variables = {{"CONTENT_TYPE", "application/json"}};
  request.body = R"({"time_zone":)" + zone_json + "}";
  return attempt([&] {
    server::Fields fields{request};
    auto settings = accounts::read_settings(fields, [](std::string_view name) {
      return std::ranges::find(kZones, name) != kZones.end();
    });
    fields.finish();
    return settings;
  });
}

}  // namespace
}  // namespace daymark::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daymark;
  const auto name = fuzz::as_text(data, size);
  const auto raw = fuzz::read("\"" + std::string(name) + "\"");
  if (raw && raw->time_zone) {
    fuzz::require(std::ranges::find(fuzz::kZones, *raw->time_zone) != fuzz::kZones.end(),
                  "a zone that is accepted is one of the listed");
  }
  if (!server::is_utf8(name)) {
    fuzz::require(!raw, "a name that is no UTF-8 is refused");
    return 0;
  }
  server::json::Writer out;
  out.text(name);
  const auto settings = fuzz::read(out.take());
  fuzz::require(
      settings.has_value() == (std::ranges::find(fuzz::kZones, name) != fuzz::kZones.end()),
      "a zone is accepted if it is one of the listed");
  fuzz::require(!settings || settings->time_zone == name, "a zone is kept as it was sent");
  return 0;
}
