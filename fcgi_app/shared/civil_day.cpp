#include "shared/civil_day.hpp"

#include "shared/digits.hpp"

namespace daymark::shared {

std::optional<CivilDay> parse_day(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || *year < 1 || !take(text, '-')) {
    return std::nullopt;
  }
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) {
    return std::nullopt;
  }
  const auto day = take_digits(text, 2);
  if (!day || !text.empty()) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return CivilDay{date};
}

bool is_expressible(CivilDay day) {
  return day >= CivilDay{std::chrono::year{1} / 1 / 1} &&
         day < CivilDay{std::chrono::year{10'000} / 1 / 1};
}

std::string to_string(CivilDay day) {
  std::string text;
  append(text, day);
  return text;
}

void append(std::string& text, CivilDay day) {
  const std::chrono::year_month_day date{day};
  append_digits(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_digits(text, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  text += '-';
  append_digits(text, static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

}  // namespace daymark::shared
