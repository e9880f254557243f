#include "achievements/achievement_json.hpp"

#include <algorithm>
#include <utility>

namespace daymark::achievements {
namespace {

using server::Fields;
using server::Flaw;
using server::json::Writer;

constexpr server::Bounds kPoints{0, kPointsMax};

std::string read_code(Fields& fields) {
  fields.require("code");
  auto code = fields.text("code", {1, kCodeLengthMax});
  if (code && !is_code(*code)) {
    fields.fault("code", Flaw::kNoCode);
  }
  return std::move(code).value_or("");
}

/// An object with a text in each language, which becomes a `part` of the achievement's texts.
void read_texts(Fields& fields, std::string_view name, std::size_t length_max,
                std::string Text::*part, shared::PerLanguage<Text>& all) {
  fields.require(name);
  const auto* given = fields.value(name);
  if (given == nullptr) {
    return;
  }
  const auto* object = std::get_if<server::json::Object>(&given->data);
  if (object == nullptr) {
    fields.fault(name, Flaw::kNoObject);
    return;
  }
  Fields texts{*object};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto language = shared::code(shared::kLanguages[i]);
    texts.require(language);
    all[i].*part = texts.text(language, {1, length_max, server::Blank::kRefused}).value_or("");
  }
  for (auto& fault : texts.faults()) {
    fault.at.insert(0, "/" + std::string(name));
    fields.fault(fault);
  }
}

}  // namespace

NewAchievement read_new_achievement(Fields& fields) {
  NewAchievement achievement;
  achievement.code = read_code(fields);
  fields.require("points");
  achievement.points = fields.number("points", kPoints).value_or(0);
  read_texts(fields, "name", kNameLengthMax, &Text::name, achievement.texts);
  read_texts(fields, "description", kDescriptionLengthMax, &Text::description, achievement.texts);
  return achievement;
}

NewAward read_new_award(Fields& fields, Instant now) {
  NewAward award;
  award.code = read_code(fields);
  award.awarded_at = fields.instant("awarded_at", now);
  return award;
}

void write_achievement(Writer& out, const Achievement& achievement) {
  out.begin_object();
  out.key("id").text(shared::to_string(achievement.id));
  out.key("code").text(achievement.code);
  out.key("points").number(achievement.points);
  out.key("name").text(achievement.text.name);
  out.key("description").text(achievement.text.description);
  out.key("holders").number(achievement.holders);
  out.end_object();
}

}  // namespace daymark::achievements
