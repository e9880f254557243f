#include "support/values.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <limits>

#include "support/schema.hpp"

namespace daymark::support {
namespace {

constexpr int kAttempts = 60;
constexpr std::int64_t kLengthDefaultMax = 200;
constexpr std::int64_t kIntegerDefaultMax = 1'000'000;
constexpr std::size_t kUsualLengthMax = 20;
constexpr std::size_t kUsualItemsMax = 4;
constexpr double kOptionalProbability = 0.4;

/// What has broken programs before: every width in UTF-8, controls, marks that combine, turn or
/// join, code points that are no characters, and whatever means something to a language.
constexpr auto kCodePoints = std::to_array<std::string_view>(
    {"a",          "Z",          "7",          " ",          "\"",        "'",      "\\",
     "/",          "<",          "&",          "%",          ";",         "$",      "{",
     "\t",         "\n",         "\r",         "\x01",       "\x1F",      "\x7F",   "\u0080",
     "\u00E9",     "\u00DF",     "\u0130",     "\u0301",     "\u0436",    "\u05D0", "\u0627",
     "\u0E01",     "\u200B",     "\u200D",     "\u202E",     "\u2028",    "\u2029", "\u6F22",
     "\uD7FF",     "\uE000",     "\uFDFA",     "\uFEFF",     "\uFFFD",    "\uFFFE", "\uFFFF",
     "\U0001F1FA", "\U0001F44D", "\U0001F3FD", "\U000E0020", "\U0010FFFF"});

constexpr auto kHostileTexts = std::to_array<std::string_view>({"'; drop table entries; --",
                                                                "' or '1'='1",
                                                                "\\",
                                                                "$$",
                                                                ":account",
                                                                "<script>alert(1)</script>",
                                                                "${jndi:ldap://localhost/a}",
                                                                "../../../etc/passwd",
                                                                "%00",
                                                                "%s%s%n",
                                                                "{{7*7}}",
                                                                "null",
                                                                "{}",
                                                                "true",
                                                                "NaN",
                                                                "-1",
                                                                "1e309",
                                                                "\r\nSet-Cookie: a=b",
                                                                "\xEF\xBB\xBF",
                                                                "good",
                                                                "awful"});

/// One code point of each width, all letters.
constexpr auto kLetters = std::to_array<std::string_view>({"k", "\u0436", "\u6F22", "\U00010428"});

constexpr auto kAlphabets = std::to_array<std::string_view>(
    {"abcdefghijklmnopqrstuvwxyz0123456789", "0123456789", "123456789", "abcdef0123456789",
     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
     "!#$%&()*+,-./:;<=>?@[]^_`{|}~abcXYZ019"});

constexpr auto kOddDates =
    std::to_array<std::string_view>({"2026-02-30",  "2025-02-29",
                                     "2026-2-3",    "26-02-03",
                                     "0000-01-01",  "0001-01-01",
                                     "1899-12-31",  "1900-01-01",
                                     "9999-12-31",  "10000-01-01",
                                     "-2026-01-01", "2026-01-01T00:00:00Z",
                                     "today",       "infinity",
                                     "-infinity",   "2026-13-01",
                                     "2026-00-10",  "2026-01-00",
                                     " 2026-01-01", "2026/01/01",
                                     "20260101",    "\u0662\u0660\u0662\u0666-01-01"});

constexpr auto kOddInstants = std::to_array<std::string_view>({"2026-01-01T00:00:00",
                                                               "2026-01-01 00:00:00Z",
                                                               "2026-01-01T24:00:00Z",
                                                               "2026-01-01T00:60:00Z",
                                                               "2025-12-31T23:59:60Z",
                                                               "2026-01-01T00:00:61Z",
                                                               "2026-01-01T00:00:00.Z",
                                                               "2026-01-01T00:00:00.1234567890123Z",
                                                               "2026-01-01T00:00:00+24:00",
                                                               "2026-01-01T00:00:00+00",
                                                               "2026-01-01T00:00Z",
                                                               "2026-01-01t00:00:00z",
                                                               "0000-01-01T00:00:00Z",
                                                               "0001-01-01T00:00:00+23:59",
                                                               "9999-12-31T23:59:59-23:59",
                                                               "1900-01-01T00:00:00Z",
                                                               "1899-01-01T00:00:00Z",
                                                               "2026-02-30T00:00:00Z",
                                                               "2026-01-01",
                                                               "now",
                                                               "infinity",
                                                               "epoch",
                                                               "99999999999-01-01T00:00:00Z",
                                                               "2026-01-01T00:00:00-00:00",
                                                               "2026-01-01T00:00:00Z ",
                                                               "2026-W01-1T00:00:00Z"});

std::int64_t limit(const Json& schema, std::string_view name, std::int64_t otherwise) {
  const auto* given = schema.find(name);
  return given == nullptr ? otherwise : given->as_integer();
}

bool is_unique(const Json::Array& items) {
  for (auto item = items.begin(); item != items.end(); ++item) {
    if (std::find(std::next(item), items.end(), *item) != items.end()) {
      return false;
    }
  }
  return true;
}

}  // namespace

Json replaced(const Json& value, const Path& path, const Json& by) {
  if (path.empty()) {
    return by;
  }
  const Path below{std::next(path.begin()), path.end()};
  if (const auto* name = std::get_if<std::string>(&path.front())) {
    auto members = value.as_object();
    const auto member = std::ranges::find(members, *name, &Json::Member::name);
    if (member == members.end()) {
      members.push_back({*name, by});
    } else {
      member->value = replaced(member->value, below, by);
    }
    return members;
  }
  auto items = value.as_array();
  auto& item = items.at(std::get<std::size_t>(path.front()));
  item = replaced(item, below, by);
  return items;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t number = 0; number < count; ++number) {
    result += text;
  }
  return result;
}

std::size_t Values::pick(std::size_t count) {
  return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
}

bool Values::happens(double probability) {
  return std::bernoulli_distribution{probability}(random_);
}

std::string Values::make_text(std::size_t length) {
  std::string text;
  for (std::size_t number = 0; number < length; ++number) {
    text += pick_from(kCodePoints);
  }
  return text;
}

std::optional<Json> Values::make(const Json& schema) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    auto value = try_to_make(resolve(document_, schema));
    if (value && find_faults(document_, schema, *value).empty()) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<Json> Values::try_to_make(const Json& schema) {
  if (const auto* constant = schema.find("const")) {
    return *constant;
  }
  if (const auto* values = schema.find("enum")) {
    return pick_from(values->as_array());
  }
  const auto* type = schema.find("type");
  for (const char* combination : {"oneOf", "anyOf", "allOf"}) {
    if (const auto* schemas = schema.find(combination); schemas != nullptr && type == nullptr) {
      return make(pick_from(schemas->as_array()));
    }
  }
  if (type == nullptr) {
    return make_typed(schema, schema.has("properties") ? "object" : "string");
  }
  return make_typed(
      schema, type->is_string() ? type->as_string() : pick_from(type->as_array()).as_string());
}

std::optional<Json> Values::make_typed(const Json& schema, std::string_view type) {
  if (type == "null") {
    return Json{nullptr};
  }
  if (type == "boolean") {
    return Json{happens(0.5)};
  }
  if (type == "string") {
    return make_string(schema);
  }
  if (type == "array") {
    return make_array(schema);
  }
  return type == "object" ? make_object(schema) : make_integer(schema);
}

std::size_t Values::pick_length(const Json& schema) {
  const auto least = limit(schema, "minLength", 0);
  const auto most = std::max(least, limit(schema, "maxLength", kLengthDefaultMax));
  if (happens(0.1)) {
    return static_cast<std::size_t>(least);
  }
  const auto room = static_cast<std::size_t>(most - least);
  return static_cast<std::size_t>(least) + pick(std::min(room, kUsualLengthMax) + 1);
}

std::optional<Json> Values::make_string(const Json& schema) {
  const auto* format = schema.find("format");
  if (format != nullptr && *format == Json{"date"}) {
    return make_date();
  }
  if (format != nullptr && *format == Json{"date-time"}) {
    return make_instant();
  }
  if (format != nullptr && *format == Json{"uuid"}) {
    return make_uuid();
  }
  const auto is_number = format != nullptr && *format == Json{"int64"};
  if ((format == nullptr || is_number) && schema.has("pattern")) {
    if (auto text = make_patterned(schema)) {
      return *std::move(text);
    }
  }
  if (format != nullptr || schema.has("pattern")) {
    const auto* examples = schema.find("examples");
    return examples == nullptr ? std::nullopt : std::optional{pick_from(examples->as_array())};
  }
  if (happens(0.1)) {
    return Json{pick_from(kHostileTexts)};
  }
  if (happens(0.03)) {
    const auto most = limit(schema, "maxLength", kLengthDefaultMax);
    return Json{repeated(pick_from(kLetters), static_cast<std::size_t>(most))};
  }
  return make_text(pick_length(schema));
}

std::optional<std::string> Values::make_patterned(const Json& schema) {
  for (const auto alphabet : kAlphabets) {
    // Long enough, mostly, to be like no other.
    const auto length = pick_length(schema) + (happens(0.9) ? pick(kUsualLengthMax) : 0);
    std::string text;
    for (std::size_t number = 0; number < length; ++number) {
      text += pick_from(alphabet);
    }
    if (find_faults(document_, schema, text).empty()) {
      return text;
    }
  }
  return std::nullopt;
}

std::string Values::make_date() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const auto back = happens(0.5) ? 2 + pick(60) : 2 + pick(25'000);
  const std::chrono::year_month_day date{today - std::chrono::days{back}};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string Values::make_instant() {
  constexpr auto kOffsets =
      std::to_array<std::string_view>({"Z", "+00:00", "-11:30", "+05:45", "+14:00", "z"});
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "T%02zu:%02zu:%02zu", pick(24), pick(60), pick(60));
  const std::string fraction = happens(0.5) ? "." + std::to_string(pick(1'000'000)) : "";
  return make_date() + text.data() + fraction + std::string{pick_from(kOffsets)};
}

std::string Values::make_uuid() {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%08zx-%04zx-4%03zx-8%03zx-%012zx", pick(1UL << 32U),
                pick(1UL << 16U), pick(1UL << 12U), pick(1UL << 12U), pick(1UL << 48U));
  return text.data();
}

Json Values::make_integer(const Json& schema) {
  const auto least = limit(schema, "minimum", 0);
  const auto most = limit(schema, "maximum", std::max(least, kIntegerDefaultMax));
  return std::uniform_int_distribution<std::int64_t>{least, most}(random_);
}

std::optional<Json> Values::make_array(const Json& schema) {
  const auto least = static_cast<std::size_t>(limit(schema, "minItems", 0));
  const auto most = static_cast<std::size_t>(limit(schema, "maxItems", kUsualItemsMax));
  const auto usual = std::max(least, std::min(most, kUsualItemsMax));
  const auto size = happens(0.05) ? most : least + pick(usual - least + 1);
  Json::Array items;
  for (int attempt = 0; attempt < kAttempts && items.size() < size; ++attempt) {
    auto item = make(schema["items"]);
    if (!item) {
      return std::nullopt;
    }
    items.push_back(*std::move(item));
    if (!is_unique(items)) {
      items.pop_back();
    }
  }
  return items;
}

std::optional<Json> Values::make_object(const Json& schema) {
  Json::Object members;
  const auto* properties = schema.find("properties");
  if (properties == nullptr) {
    return members;
  }
  const auto* required = schema.find("required");
  for (const auto& [name, property] : properties->as_object()) {
    const auto is_required =
        required != nullptr &&
        std::ranges::find(required->as_array(), Json{name}) != required->as_array().end();
    if (property.has("readOnly") || (!is_required && !happens(kOptionalProbability))) {
      continue;  // what is read-only is taken only as it is, which nobody here knows
    }
    if (auto value = make(property)) {
      members.push_back({name, *std::move(value)});
    } else if (is_required) {
      return std::nullopt;
    }
  }
  return members;
}

Json Values::make_odd(const Json& schema_or_reference) {
  static const std::vector<Json> others{nullptr,
                                        true,
                                        false,
                                        0,
                                        -1,
                                        1.5,
                                        "",
                                        "x",
                                        array({}),
                                        object({}),
                                        array({array({array({})})}),
                                        object({{"a", 1}})};
  if (happens(0.25)) {
    return pick_from(others);
  }
  const auto& schema = resolve(document_, schema_or_reference);
  for (const char* combination : {"oneOf", "anyOf"}) {
    if (const auto* schemas = schema.find(combination)) {
      return make_odd(pick_from(schemas->as_array()));
    }
  }
  const auto* types = schema.find("type");
  const auto has = [types](const char* name) {
    return types != nullptr && types->to_text().find(name) != std::string::npos;
  };
  if (has("\"string\"")) {
    return make_odd_string(schema);
  }
  if (has("\"integer\"") || has("\"number\"")) {
    return make_odd_number(schema);
  }
  return has("\"array\"") ? make_odd_array(schema) : pick_from(others);
}

Json Values::make_odd_string(const Json& schema) {
  const auto format = schema.has("format") ? schema["format"].as_string() : "";
  if (format == "date" && happens(0.8)) {
    return pick_from(kOddDates);
  }
  if (format == "date-time" && happens(0.8)) {
    return pick_from(kOddInstants);
  }
  if (schema.has("maxLength") && happens(0.4)) {
    const auto most = static_cast<std::size_t>(schema["maxLength"].as_integer());
    return repeated(pick_from(kLetters), most + pick(2));
  }
  if (schema.has("minLength") && happens(0.4)) {
    const auto least = static_cast<std::size_t>(schema["minLength"].as_integer());
    return repeated(pick_from(kLetters), least - (least > 0 ? pick(2) : 0));
  }
  return happens(0.5) ? std::string{pick_from(kHostileTexts)} : make_text(pick(kUsualLengthMax));
}

Json Values::make_odd_number(const Json& schema) {
  const auto least = limit(schema, "minimum", 0);
  const auto most = limit(schema, "maximum", kIntegerDefaultMax);
  const std::array<Json, 9> numbers{least,
                                    least - 1,
                                    most,
                                    most + 1,
                                    std::numeric_limits<std::int64_t>::max(),
                                    std::numeric_limits<std::int64_t>::min(),
                                    std::int64_t{4'294'967'297},
                                    0.5,
                                    static_cast<double>(most) + 0.5};
  return pick_from(numbers);
}

Json Values::make_odd_array(const Json& schema) {
  const auto most = limit(schema, "maxItems", kUsualItemsMax);
  Json::Array items;
  const auto size = pick(3) == 0 ? most + 1 : static_cast<std::int64_t>(pick(kUsualItemsMax));
  for (std::int64_t number = 0; number < size; ++number) {
    items.push_back(happens(0.5) ? make_odd(schema["items"])
                                 : make(schema["items"]).value_or(Json{"x"}));
  }
  if (!items.empty() && happens(0.3)) {
    items.push_back(items.front());
  }
  return items;
}

const Json& Values::branch_of(const Json& schema_or_reference, const Json& value) const {
  const auto& schema = resolve(document_, schema_or_reference);
  for (const char* combination : {"oneOf", "anyOf"}) {
    const auto* schemas = schema.find(combination);
    if (schemas == nullptr || schema.has("properties")) {
      continue;
    }
    for (const auto& branch : schemas->as_array()) {
      if (find_faults(document_, branch, value).empty()) {
        return branch_of(branch, value);
      }
    }
  }
  return schema;
}

void Values::list_below(const Json& schema_or_reference, const Json& value, const Path& path,
                        std::vector<Place>& places) const {
  const auto& schema = branch_of(schema_or_reference, value);
  if (!path.empty()) {
    places.push_back({path, &schema});
  }
  const auto go_on = [&](const Path::value_type& step, const Json& below, const Json& content) {
    auto longer = path;
    longer.push_back(step);
    list_below(below, content, longer, places);
  };
  if (value.is_array() && schema.has("items")) {
    for (std::size_t number = 0; number < value.as_array().size(); ++number) {
      go_on(number, schema["items"], value.as_array()[number]);
    }
  }
  const auto* properties = schema.find("properties");
  if (value.is_object() && properties != nullptr) {
    for (const auto& [name, content] : value.as_object()) {
      if (const auto* property = properties->find(name)) {
        go_on(name, *property, content);
      }
    }
  }
}

std::vector<Place> Values::list_places(const Json& schema, const Json& value) const {
  std::vector<Place> places;
  list_below(schema, value, {}, places);
  return places;
}

}  // namespace daymark::support
