#include "accounts/settings_json.hpp"

namespace daymark::accounts {
namespace {

using server::Flaw;

constexpr server::Bounds kHours{0, 23};

}  // namespace

Settings read_settings(server::Fields& fields,
                       const std::function<bool(std::string_view)>& is_time_zone) {
  Settings settings;
  const auto language = fields.text("language");
  settings.language = language ? shared::parse_language(*language) : std::nullopt;
  if (language && !settings.language) {
    fields.fault("language", Flaw::kNoLanguage);
  }
  settings.time_zone = fields.text("time_zone");
  if (settings.time_zone && !is_time_zone(*settings.time_zone)) {
    fields.fault("time_zone", Flaw::kNoTimeZone);
  }
  settings.day_starts_at = fields.number("day_starts_at", kHours);
  return settings;
}

}  // namespace daymark::accounts
