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
    fields.fault("code", Flaw::kInvalid);
  }
  return std::move(code).value_or("");
}

struct Both {
  std::string english;
  std::string russian;
};

/// An object with a text in each language.
Both read_texts(Fields& fields, std::string_view name, std::size_t length_max) {
  fields.require(name);
  const auto* given = fields.value(name);
  if (given == nullptr) {
    return {};
  }
  const auto* object = std::get_if<server::json::Object>(&given->data);
  if (object == nullptr) {
    fields.fault(name, Flaw::kWrongType);
    return {};
  }
  Fields texts{*object};
  const auto read = [&](Language language) {
    texts.require(shared::code(language));
    return texts.text(shared::code(language), {1, length_max}).value_or("");
  };
  Both both{.english = read(Language::kEnglish), .russian = read(Language::kRussian)};
  for (auto& fault : texts.faults()) {
    fault.at.insert(0, "/" + std::string(name));
    fields.fault(fault);
  }
  return both;
}

}  // namespace

NewAchievement read_new_achievement(Fields& fields) {
  NewAchievement achievement;
  achievement.code = read_code(fields);
  fields.require("points");
  achievement.points = fields.number("points", kPoints).value_or(0);
  auto names = read_texts(fields, "name", kNameLengthMax);
  auto descriptions = read_texts(fields, "description", kDescriptionLengthMax);
  achievement.english = {.name = std::move(names.english),
                         .description = std::move(descriptions.english)};
  achievement.russian = {.name = std::move(names.russian),
                         .description = std::move(descriptions.russian)};
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
