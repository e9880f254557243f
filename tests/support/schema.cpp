#include "support/schema.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "support/pattern.hpp"

namespace daymark::support {
namespace {

constexpr auto kAnnotations = std::to_array<std::string_view>(
    {"title", "description", "default", "example", "examples", "readOnly", "then", "else"});
constexpr double kMultipleTolerance = 1e-6;

/// A day of the calendar: `2026-02-28`, and not `2026-02-30`.
bool is_date(const std::string& text) {
  if (!matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) {
    return false;
  }
  const auto part = [&text](std::size_t from, std::size_t count) {
    return static_cast<unsigned>(std::stoul(text.substr(from, count)));
  };
  return std::chrono::year_month_day{std::chrono::year{static_cast<int>(part(0, 4))},
                                     std::chrono::month{part(5, 2)}, std::chrono::day{part(8, 2)}}
             .ok() &&
         part(0, 4) > 0;
}

/// The formats that say what is right. Others, like `time-zone`, only say what it means.
bool has_format(const std::string& text, const std::string& format) {
  constexpr std::string_view kTime =
      "^[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?"
      "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
  constexpr std::string_view kUuid =
      "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
  if (format == "date") {
    return is_date(text);
  }
  if (format == "int64") {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end;
  }
  if (format == "date-time") {
    constexpr std::size_t kDateLength = 10;
    return is_date(text.substr(0, kDateLength)) && matches(text.substr(kDateLength), kTime);
  }
  return format != "uuid" || matches(text, kUuid);
}

std::int64_t count_code_points(const std::string& text) {
  return std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool has_type(const Json& value, const std::string& type) {
  if (type == "null") {
    return value.is_null();
  }
  if (type == "boolean") {
    return value.is_bool();
  }
  if (type == "integer") {
    // A number whose fraction is zero is one too (JSON Schema, 6.1.1).
    return value.is_integer() ||
           (value.is_number() && std::trunc(value.as_number()) == value.as_number());
  }
  if (type == "number") {
    return value.is_number();
  }
  if (type == "string") {
    return value.is_string();
  }
  if (type == "array") {
    return value.is_array();
  }
  if (type == "object") {
    return value.is_object();
  }
  throw JsonError{"the schema names an unknown type: " + type};
}

class Checker {
 public:
  explicit Checker(const Json& document) : document_{document} {}

  void check(const Json& schema, const Json& value, const std::string& place) {
    for (const auto& keyword : schema.as_object()) {
      if (std::ranges::find(kAnnotations, keyword.name) == kAnnotations.end()) {
        check_keyword(schema, keyword, value, place);
      }
    }
  }

  [[nodiscard]] std::vector<std::string> take_faults() { return std::move(faults_); }

 private:
  void check_keyword(const Json& schema, const Json::Member& keyword, const Json& value,
                     const std::string& place) {
    const auto& [name, wanted] = keyword;
    if (name == "$ref") {
      check(find_reference(document_, wanted.as_string()), value, place);
    } else if (name == "type") {
      check_type(wanted, value, place);
    } else if (name == "const") {
      refuse_unless(value == wanted, place, "is not " + wanted.to_text(), value);
    } else if (name == "enum") {
      const auto is_listed = std::ranges::find(wanted.as_array(), value) != wanted.as_array().end();
      refuse_unless(is_listed, place, "is none of " + wanted.to_text(), value);
    } else if (name == "allOf" || name == "oneOf" || name == "anyOf") {
      check_combination(keyword, value, place);
    } else if (name == "not") {
      refuse_unless(!allows(wanted, value), place, "fits what it may not: " + wanted.to_text(),
                    value);
    } else if (name == "if") {
      check_condition(schema, value, place);
    } else if (!check_string(keyword, value, place) && !check_number(keyword, value, place) &&
               !check_array(keyword, value, place) && !check_dependencies(keyword, value, place) &&
               !check_object(schema, keyword, value, place)) {
      throw JsonError{"the schema has an unknown keyword: " + name};
    }
  }

  void check_type(const Json& wanted, const Json& value, const std::string& place) {
    const auto fits = wanted.is_string()
                          ? has_type(value, wanted.as_string())
                          : std::ranges::any_of(wanted.as_array(), [&](const Json& type) {
                              return has_type(value, type.as_string());
                            });
    refuse_unless(fits, place, "is not of type " + wanted.to_text(), value);
  }

  void check_combination(const Json::Member& keyword, const Json& value, const std::string& place) {
    std::vector<std::string> all_faults;
    std::size_t fitting = 0;
    for (const auto& schema : keyword.value.as_array()) {
      const auto faults = find_faults(document_, schema, value);
      fitting += faults.empty() ? 1 : 0;
      for (const auto& fault : faults) {
        all_faults.push_back(place + fault);
      }
    }
    const auto fits = keyword.name == "allOf"   ? all_faults.empty()
                      : keyword.name == "anyOf" ? fitting > 0
                                                : fitting == 1;
    if (fits) {
      return;
    }
    if (keyword.name != "allOf") {
      faults_.push_back(place + " fits " + std::to_string(fitting) + " of the schemas of " +
                        keyword.name);
    }
    faults_.insert(faults_.end(), all_faults.begin(), all_faults.end());
  }

  void check_condition(const Json& schema, const Json& value, const std::string& place) {
    const auto* wanted = schema.find(allows(schema["if"], value) ? "then" : "else");
    if (wanted != nullptr) {
      check(*wanted, value, place);
    }
  }

  [[nodiscard]] bool allows(const Json& schema, const Json& value) const {
    return find_faults(document_, schema, value).empty();
  }

  bool check_string(const Json::Member& keyword, const Json& value, const std::string& place) {
    const auto& [name, wanted] = keyword;
    if (name != "minLength" && name != "maxLength" && name != "pattern" && name != "format") {
      return false;
    }
    if (value.is_string()) {
      const auto& text = value.as_string();
      const auto fits = name == "pattern"     ? matches(text, wanted.as_string())
                        : name == "format"    ? has_format(text, wanted.as_string())
                        : name == "minLength" ? count_code_points(text) >= wanted.as_integer()
                                              : count_code_points(text) <= wanted.as_integer();
      refuse_unless(fits, place, "breaks " + name + " " + wanted.to_text(), value);
    }
    return true;
  }

  bool check_number(const Json::Member& keyword, const Json& value, const std::string& place) {
    const auto& [name, wanted] = keyword;
    if (name != "minimum" && name != "maximum" && name != "multipleOf") {
      return false;
    }
    if (value.is_number()) {
      const auto number = value.as_number();
      const auto limit = wanted.as_number();
      const auto parts = number / limit;
      const auto fits = name == "minimum" ? number >= limit
                        : name == "maximum"
                            ? number <= limit
                            : std::abs(parts - std::round(parts)) < kMultipleTolerance;
      refuse_unless(fits, place, "breaks " + name + " " + wanted.to_text(), value);
    }
    return true;
  }

  bool check_array(const Json::Member& keyword, const Json& value, const std::string& place) {
    const auto& [name, wanted] = keyword;
    if (name != "minItems" && name != "maxItems" && name != "uniqueItems" && name != "items") {
      return false;
    }
    if (!value.is_array()) {
      return true;
    }
    const auto& items = value.as_array();
    if (name == "items") {
      for (std::size_t index = 0; index < items.size(); ++index) {
        check(wanted, items[index], place + "/" + std::to_string(index));
      }
      return true;
    }
    const auto size = static_cast<std::int64_t>(items.size());
    const auto is_unique = [&items] {
      for (auto item = items.begin(); item != items.end(); ++item) {
        if (std::find(std::next(item), items.end(), *item) != items.end()) {
          return false;
        }
      }
      return true;
    };
    const auto fits = name == "minItems"   ? size >= wanted.as_integer()
                      : name == "maxItems" ? size <= wanted.as_integer()
                                           : !wanted.as_bool() || is_unique();
    refuse_unless(fits, place, "breaks " + name + " " + wanted.to_text(), value);
    return true;
  }

  bool check_dependencies(const Json::Member& keyword, const Json& value,
                          const std::string& place) {
    if (keyword.name != "dependentRequired") {
      return false;
    }
    for (const auto& [field, needed] : keyword.value.as_object()) {
      for (const auto& other : needed.as_array()) {
        const auto fits = !value.is_object() || !value.has(field) || value.has(other.as_string());
        refuse_unless(fits, place, "has " + field + " without " + other.as_string(), value);
      }
    }
    return true;
  }

  bool check_object(const Json& schema, const Json::Member& keyword, const Json& value,
                    const std::string& place) {
    const auto& [name, wanted] = keyword;
    if (name != "properties" && name != "required" && name != "additionalProperties" &&
        name != "dependentRequired") {
      return false;
    }
    if (!value.is_object()) {
      return true;
    }
    if (name == "dependentRequired") {
      for (const auto& [field, fields] : wanted.as_object()) {
        if (value.has(field)) {
          check_object(schema, {"required", fields}, value, place);
        }
      }
      return true;
    }
    if (name == "required") {
      for (const auto& field : wanted.as_array()) {
        refuse_unless(value.has(field.as_string()), place, "lacks " + field.as_string(), value);
      }
      return true;
    }
    const auto& properties = schema["properties"];
    for (const auto& [field, content] : value.as_object()) {
      const auto* property = properties.find(field);
      if (name == "properties" && property != nullptr) {
        check(*property, content, place + "/" + field);
      } else if (name == "additionalProperties" && property == nullptr && !wanted.as_bool()) {
        faults_.push_back(place + " has the undocumented field " + field);
      }
    }
    return true;
  }

  void refuse_unless(bool fits, const std::string& place, const std::string& what,
                     const Json& value) {
    if (!fits) {
      faults_.push_back(place + " " + what + ": " + value.to_text().substr(0, 200));
    }
  }

  const Json& document_;
  std::vector<std::string> faults_;
};

}  // namespace

const Json& find_reference(const Json& document, std::string_view reference) {
  if (!reference.starts_with("#/")) {
    throw JsonError{"not a reference into the document: " + std::string{reference}};
  }
  reference.remove_prefix(2);
  const auto* place = &document;
  while (true) {
    const auto slash = reference.find('/');
    place = &(*place)[reference.substr(0, slash)];
    if (slash == std::string_view::npos) {
      return *place;
    }
    reference.remove_prefix(slash + 1);
  }
}

const Json& resolve(const Json& document, const Json& value) {
  const auto* reference = value.find("$ref");
  return reference == nullptr ? value
                              : resolve(document, find_reference(document, reference->as_string()));
}

std::vector<std::string> find_faults(const Json& document, const Json& schema, const Json& value) {
  Checker checker{document};
  checker.check(schema, value, "");
  return checker.take_faults();
}

Json value_of_text(const Json& document, const Json& schema, const std::string& text) {
  const auto* type = resolve(document, schema).find("type");
  std::int64_t integer = 0;
  const auto* end = text.data() + text.size();
  if (type != nullptr && *type == Json{"integer"}) {
    if (const auto read = std::from_chars(text.data(), end, integer);
        read.ec == std::errc{} && read.ptr == end) {
      return integer;
    }
  }
  if (type != nullptr && *type == Json{"boolean"} && (text == "true" || text == "false")) {
    return text == "true";
  }
  return text;
}

}  // namespace daymark::support
