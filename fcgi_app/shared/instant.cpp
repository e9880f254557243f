#include "shared/instant.hpp"

#include "shared/civil_day.hpp"
#include "shared/digits.hpp"

namespace daymark::shared {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// The range of years with four digits, in UTC.
constexpr Instant kEarliest{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
constexpr Instant kLatest{std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1} -
                          microseconds{1}};

/// `hh:mm`, 00:00 to 23:59.
std::optional<minutes> take_hours_and_minutes(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) {
    return std::nullopt;
  }
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) {
    return std::nullopt;
  }
  return hours{*hour} + minutes{*minute};
}

/// `.` and at least one digit; 0 if there is no `.`.
std::optional<microseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) {
    return microseconds{0};
  }
  microseconds fraction{0};
  auto digits = 0;
  for (microseconds unit{100'000}; const auto digit = take_digits(text, 1); unit /= 10, ++digits) {
    fraction += unit * *digit;
  }
  if (digits == 0) {
    return std::nullopt;
  }
  return fraction;
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) {
    return minutes{0};
  }
  const bool west = text.starts_with('-');
  if (!west && !text.starts_with('+')) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const auto offset = take_hours_and_minutes(text);
  if (!offset) {
    return std::nullopt;
  }
  return west ? -*offset : *offset;
}

/// A date, `T` and a time, read as UTC.
std::optional<Instant> take_date_and_time(std::string_view& text) {
  constexpr std::size_t kDayLength = 10;
  const auto day = parse_day(text.substr(0, kDayLength));
  if (!day) {
    return std::nullopt;
  }
  text.remove_prefix(kDayLength);
  if (!take(text, 'T') && !take(text, 't')) {
    return std::nullopt;
  }
  const auto minute = take_hours_and_minutes(text);
  if (!minute || !take(text, ':')) {
    return std::nullopt;
  }
  const auto second = take_digits(text, 2);
  if (!second || *second > 60) {
    return std::nullopt;
  }
  const auto fraction = take_fraction(text);
  if (!fraction) {
    return std::nullopt;
  }
  return Instant{day->time_since_epoch() + *minute + seconds{*second} + *fraction};
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  const auto local = take_date_and_time(text);
  if (!local) {
    return std::nullopt;
  }
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) {
    return std::nullopt;
  }
  const auto instant = *local - *offset;
  return is_expressible(instant) ? std::optional{instant} : std::nullopt;
}

bool is_expressible(Instant instant) { return instant >= kEarliest && instant <= kLatest; }

std::string to_string(Instant instant) {
  std::string text;
  append(text, instant);
  return text;
}

void append(std::string& text, Instant instant) {
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{instant - midnight};
  append(text, CivilDay{midnight.time_since_epoch()});
  text += 'T';
  append_digits(text, static_cast<int>(time.hours().count()), 2);
  text += ':';
  append_digits(text, static_cast<int>(time.minutes().count()), 2);
  text += ':';
  append_digits(text, static_cast<int>(time.seconds().count()), 2);
  if (time.subseconds().count() != 0) {
    text += '.';
    append_digits(text, static_cast<int>(time.subseconds().count()), 6);
  }
  text += 'Z';
}

}  // namespace daymark::shared
