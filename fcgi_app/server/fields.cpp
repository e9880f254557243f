#include "server/fields.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "server/ascii.hpp"
#include "server/code_points.hpp"
#include "server/headers.hpp"
#include "server/text_source.hpp"
#include "server/url.hpp"
#include "shared/text.hpp"

namespace daymark::server {
namespace {

std::optional<int> whole_number(std::string_view text, Bounds bounds) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || stop != text.data() + text.size() || number < bounds.least ||
      number > bounds.greatest) {
    return std::nullopt;
  }
  return number;
}

/// More than any number of the API has.
constexpr long kDigitsMax = 20;

/// The exponent in `e-3`; 0 if the text is empty, nullopt if it has none. What is beyond kDigitsMax
/// counts as that.
std::optional<long> exponent_of(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  text.remove_prefix(1);
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  long exponent = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error == std::errc::result_out_of_range) {
    exponent = text.starts_with('-') ? -kDigitsMax : kDigitsMax;
  } else if (error != std::errc{}) {
    return std::nullopt;
  }
  return stop == text.data() + text.size() ? std::optional{exponent} : std::nullopt;
}

/// A number of JSON without point and exponent: `4` for `4.0`, `4e0` and `40e-1` (JSON Schema,
/// 6.1.1). Empty if it is not whole, or too long to be in any bounds. Exact, which a double is not:
/// 4.0000000000000001 is not 4.
std::string whole_digits(std::string_view number) {
  const bool is_negative = number.starts_with('-');
  number.remove_prefix(is_negative ? 1 : 0);
  const auto mantissa_end = std::min(number.find_first_of("eE"), number.size());
  auto fraction = number.substr(0, mantissa_end);
  auto digits = std::string(take_until(fraction, '.')).append(fraction);
  auto scale = exponent_of(number.substr(mantissa_end));
  if (!scale || digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
    return {};
  }
  *scale -= static_cast<long>(fraction.size());
  const auto last = digits.find_last_not_of('0');
  if (last == std::string::npos) {
    return "0";
  }
  *scale += static_cast<long>(digits.size() - last - 1);
  digits.erase(last + 1);
  digits.erase(0, digits.find_first_not_of('0'));
  if (*scale < 0 || static_cast<long>(digits.size()) + *scale > kDigitsMax) {
    return {};
  }
  return (is_negative ? "-" : "") + digits.append(static_cast<std::size_t>(*scale), '0');
}

bool is_same(const json::Value& a, const json::Value& b) {
  const auto same_as = [&]<class Type>(const Type& value) {
    const auto* other = std::get_if<Type>(&b.data);
    if constexpr (std::is_same_v<Type, json::Number>) {
      return other != nullptr && !whole_digits(value.digits).empty() &&
             whole_digits(value.digits) == whole_digits(other->digits);
    } else if constexpr (std::is_same_v<Type, std::string>) {
      return other != nullptr && value == *other;
    } else {
      return false;  // no member that cannot be changed is of another type
    }
  };
  return std::visit(same_as, a.data);
}

Fault fault_in(Fault::In in, std::string at, Flaw flaw, Bounds bounds) {
  return {.in = in,
          .at = std::move(at),
          .flaw = flaw,
          .least = bounds.least,
          .greatest = bounds.greatest};
}

}  // namespace

Fields::Fields(const Request& request) {
  if (!equal_ignoring_case(media_type(request), "application/json")) {
    throw Refusal{Problem::kUnsupportedMediaType};
  }
  if (request.body_cut_off) {
    throw Refusal{Problem::kMalformedJson};
  }
  auto body = json::parse(without_byte_order_mark(request.body));
  auto* object = std::get_if<json::Object>(&body.data);
  if (object == nullptr) {
    throw Refusal{Faults{{.flaw = Flaw::kNoObject}}};
  }
  object_ = std::move(*object);
  faults_ = Parameters{request}.faults();
}

json::Object Fields::read_only(std::initializer_list<std::string_view> names) {
  json::Object given;
  for (const auto name : names) {
    known_.emplace(name);
    const auto found = std::ranges::find(object_, name, &json::Member::key);
    if (found != object_.end()) {
      given.push_back(*found);
    }
  }
  return given;
}

const json::Value* Fields::value(std::string_view name) {
  known_.emplace(name);
  const auto found = std::ranges::find(object_, name, &json::Member::key);
  if (found == object_.end() || std::holds_alternative<std::nullptr_t>(found->value.data)) {
    return nullptr;
  }
  return &found->value;
}

bool Fields::is_null(std::string_view name) const {
  const auto found = std::ranges::find(object_, name, &json::Member::key);
  return found != object_.end() && std::holds_alternative<std::nullptr_t>(found->value.data);
}

std::optional<std::string> Fields::text(std::string_view name, Length length) {
  const auto* given = value(name);
  return given == nullptr ? std::nullopt : to_text(name, *given, length);
}

std::optional<int> Fields::number(std::string_view name, Bounds bounds) {
  const auto* given = value(name);
  return given == nullptr ? std::nullopt : to_number(name, *given, bounds);
}

std::optional<bool> Fields::boolean(std::string_view name) {
  const auto* given = value(name);
  if (given == nullptr) {
    return std::nullopt;
  }
  const auto* boolean = std::get_if<bool>(&given->data);
  if (boolean == nullptr) {
    fault(name, Flaw::kNoBoolean);
  }
  return boolean == nullptr ? std::nullopt : std::optional{*boolean};
}

std::optional<shared::Instant> Fields::instant(std::string_view name, shared::Instant latest) {
  const auto given = text(name);
  if (!given) {
    return std::nullopt;
  }
  const auto instant = shared::parse_instant(*given);
  if (!instant) {
    fault(name, Flaw::kNoInstant);
  } else if (*instant > latest) {
    fault(name, Flaw::kInFuture);
  } else if (*instant <
             shared::Instant{shared::kFirstDay.time_since_epoch()} - shared::kFromUtcMax) {
    fault(name, Flaw::kTooEarly);
  }
  return instant;
}

std::optional<shared::CivilDay> Fields::day(std::string_view name, shared::CivilDay latest) {
  const auto given = text(name);
  if (!given) {
    return std::nullopt;
  }
  const auto day = shared::parse_day(*given);
  if (!day) {
    fault(name, Flaw::kNoPastDay);
  } else if (*day < shared::kFirstDay) {
    fault(name, Flaw::kTooEarly);
  } else if (*day > latest) {
    fault(name, Flaw::kInFuture);
  }
  return day;
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view name, Length length,
                                                      std::size_t most) {
  const auto* given = value(name);
  if (given == nullptr) {
    return std::nullopt;
  }
  const auto* array = std::get_if<json::Array>(&given->data);
  if (array == nullptr) {
    fault(name, Flaw::kNoArray);
    return std::nullopt;
  }
  if (array->size() > most) {
    fault(name, Flaw::kTooManyTexts, {.greatest = static_cast<int>(most)});
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto at = std::string(name) + "/" + std::to_string(i);
    auto element = to_text(at, (*array)[i], length);
    if (element && std::ranges::find(texts, *element) != texts.end()) {
      fault(at, Flaw::kDuplicate);
    }
    texts.push_back(element.value_or(""));
  }
  return texts;
}

std::optional<int> Fields::to_number(std::string_view name, const json::Value& value,
                                     Bounds bounds) {
  const auto* number = std::get_if<json::Number>(&value.data);
  if (number == nullptr) {
    fault(name, Flaw::kNoNumber, bounds);
    return std::nullopt;
  }
  const auto whole = whole_number(whole_digits(number->digits), bounds);
  if (!whole) {
    fault(name, Flaw::kOutOfRange, bounds);
  }
  return whole;
}

std::optional<std::string> Fields::to_text(std::string_view pointer, const json::Value& value,
                                           Length length) {
  const auto* text = std::get_if<std::string>(&value.data);
  if (text == nullptr) {
    fault(pointer, Flaw::kNoText);
    return std::nullopt;
  }
  const Bounds bounds{static_cast<int>(length.least), static_cast<int>(length.greatest)};
  const auto size = shared::code_points(*text);
  if (size < length.least) {
    fault(pointer, Flaw::kTooShort, bounds);
    return std::nullopt;
  }
  if (size > length.greatest) {
    fault(pointer, Flaw::kTooLong, bounds);
    return std::nullopt;
  }
  if (length.blank == Blank::kRefused && is_blank(*text)) {
    fault(pointer, Flaw::kBlank);
    return std::nullopt;
  }
  return *text;
}

void Fields::require(std::string_view name) {
  if (value(name) == nullptr) {
    fault(name, Flaw::kRequired);
  }
}

void Fields::refuse_null(std::string_view name) {
  if (is_null(name)) {
    fault(name, Flaw::kRequired);
  }
}

void Fields::require_one_of(std::string_view first, std::string_view second, Flaw flaw) {
  if (value(first) == nullptr && value(second) == nullptr) {
    fault(first, flaw);
  }
}

void Fields::fault(std::string_view name, Flaw flaw, Bounds bounds) {
  faults_.push_back(fault_in(Fault::In::kBody, "/" + std::string(name), flaw, bounds));
}

bool Fields::is_faulty(std::string_view name) const {
  const auto at = "/" + std::string(name);
  return std::ranges::find(faults_, at, &Fault::at) != faults_.end();
}

Faults Fields::faults() const {
  auto all = faults_;
  for (const auto& member : object_) {
    if (!known_.contains(member.key)) {
      all.push_back(fault_in(Fault::In::kBody, "/" + json::pointer_token(member.key),
                             Flaw::kUnknownField, {}));
    }
  }
  return all;
}

void Fields::finish() const {
  if (auto all = faults(); !all.empty()) {
    throw Refusal{std::move(all)};
  }
}

void add_read_only_faults(Faults& faults, const json::Object& claimed, std::string_view actual) {
  const auto parsed = json::parse(actual);
  const auto& members = std::get<json::Object>(parsed.data);
  for (const auto& [key, value] : claimed) {
    const auto found = std::ranges::find(members, key, &json::Member::key);
    if (found == members.end() || !is_same(value, found->value)) {
      faults.push_back({.at = "/" + key, .flaw = Flaw::kReadOnly});
    }
  }
}

Parameters::Parameters(const Request& request) {
  std::set<std::string> seen;
  for (auto rest = request.query; !rest.empty();) {
    auto pair = take_until(rest, '&');
    if (pair.empty()) {
      continue;
    }
    const auto encoded_name = take_until(pair, '=');
    const auto name = percent_decode(encoded_name, true);
    const auto value = percent_decode(pair, true);
    if (!name || !value) {
      // The fault cannot quote a name that cannot be decoded.
      fault(name.value_or("?"), Flaw::kNotUtf8);
      known_.emplace(name.value_or("?"));
      continue;
    }
    if (!seen.insert(*name).second) {
      fault(*name, Flaw::kDuplicate);
      continue;
    }
    given_.emplace_back(*name, *value);
  }
}

std::optional<std::string> Parameters::text(std::string_view name) {
  known_.emplace(name);
  const auto found =
      std::ranges::find_if(given_, [&](const auto& pair) { return pair.first == name; });
  return found == given_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<int> Parameters::number(std::string_view name, Bounds bounds) {
  const auto given = text(name);
  if (!given) {
    return std::nullopt;
  }
  const auto whole = whole_number(*given, bounds);
  if (!whole) {
    fault(name, Flaw::kOutOfRange, bounds);
  }
  return whole;
}

void Parameters::fault(std::string_view name, Flaw flaw, Bounds bounds) {
  faults_.push_back(fault_in(Fault::In::kQuery, std::string(name), flaw, bounds));
}

Faults Parameters::faults() const {
  auto all = faults_;
  for (const auto& [name, unused] : given_) {
    if (!known_.contains(name)) {
      all.push_back(fault_in(Fault::In::kQuery, name, Flaw::kUnknownParameter, {}));
    }
  }
  return all;
}

void Parameters::finish() const {
  if (auto all = faults(); !all.empty()) {
    throw Refusal{std::move(all)};
  }
}

void refuse_parameters(const Request& request) { Parameters{request}.finish(); }

}  // namespace daymark::server
