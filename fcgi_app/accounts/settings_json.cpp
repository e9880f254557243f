#include "accounts/settings_json.hpp"

namespace daymark::accounts {
namespace {

using server::Flaw;

/// Longer than any name, so that a wrong name has the flaw `invalid`, not `too_long`.
constexpr server::Length kNameLength{0, 1000};
constexpr server::Bounds kHours{0, 23};

}  // namespace

Settings read_settings(server::Fields& fields,
                       const std::function<bool(std::string_view)>& is_time_zone) {
  Settings settings;
  const auto language = fields.text("language", kNameLength);
  settings.language = language ? shared::parse_language(*language) : std::nullopt;
  if (language && !settings.language) {
    fields.fault("language", Flaw::kInvalid);
  }
  settings.time_zone = fields.text("time_zone", kNameLength);
  if (settings.time_zone && !is_time_zone(*settings.time_zone)) {
    fields.fault("time_zone", Flaw::kInvalid);
  }
  settings.day_starts_at = fields.number("day_starts_at", kHours);
  return settings;
}

}  // namespace daymark::accounts
