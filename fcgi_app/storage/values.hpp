// Between C++ values and the text that PostgreSQL sends and takes: days as `2026-03-10`, instants
// in ISO 8601 (the session's time zone is UTC), arrays as array literals.
#pragma once

#include <algorithm>
#include <cassert>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "storage/failure.hpp"

namespace daymark::storage {

inline std::string to_text(std::string_view value) { return std::string(value); }
inline std::string to_text(const std::string& value) { return value; }
inline std::string to_text(const char* value) { return value; }
inline std::string to_text(shared::CivilDay value) { return shared::to_string(value); }
inline std::string to_text(shared::Instant value) { return shared::to_string(value); }

inline std::string to_text(bool value) { return value ? "true" : "false"; }

template <std::integral Number>
std::string to_text(Number value) {
  return std::to_string(value);
}

template <class Tag>
std::string to_text(shared::Id<Tag> value) {
  return shared::to_string(value);
}

template <class Element>
std::string to_text(const std::vector<Element>& elements);

/// Of an array literal; in quotes, so that any text can be an element.
template <class Element>
void append_element(std::string& text, const Element& element) {
  text += '"';
  for (const char c : to_text(element)) {
    if (c == '"' || c == '\\') {
      text += '\\';
    }
    text += c;
  }
  text += '"';
}

template <class Element>
void append_element(std::string& text, const std::optional<Element>& element) {
  if (element) {
    append_element(text, *element);
  } else {
    text += "NULL";
  }
}

/// An array literal; an empty optional is NULL.
template <class Element>
std::string to_text(const std::vector<Element>& elements) {
  std::string text = "{";
  for (const auto& element : elements) {
    if (text.size() > 1) {
      text += ',';
    }
    append_element(text, element);
  }
  text += '}';
  return text;
}

/// How a column becomes a value. The query's author answers for the column's type; a day or an
/// instant that only PostgreSQL can express throws Failure.
template <class Value>
struct FromText;

template <class Value>
Value expressible(const std::optional<Value>& value) {
  if (!value) {
    throw Failure{FailureKind::kBroken, "a query answered with a time that cannot be expressed"};
  }
  return *value;
}

template <>
struct FromText<std::string> {
  static std::string read(std::string_view text) { return std::string(text); }
};

template <std::integral Number>
struct FromText<Number> {
  static Number read(std::string_view text) {
    Number number{};
    [[maybe_unused]] const auto [stop, error] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    assert(error == std::errc{} && stop == text.data() + text.size());
    return number;
  }
};

template <>
struct FromText<bool> {
  static bool read(std::string_view text) { return text == "t"; }
};

template <class Tag>
struct FromText<shared::Id<Tag>> {
  static shared::Id<Tag> read(std::string_view text) {
    return {FromText<std::int64_t>::read(text)};
  }
};

template <>
struct FromText<shared::CivilDay> {
  static shared::CivilDay read(std::string_view text) {
    return expressible(shared::parse_day(text));
  }
};

template <>
struct FromText<shared::Instant> {
  static shared::Instant read(std::string_view text) {
    return expressible(shared::parse_sql_instant(text));
  }
};

/// An array whose elements need no quoting and are not null: numbers, days.
template <class Element>
struct FromText<std::vector<Element>> {
  static std::vector<Element> read(std::string_view text) {
    assert(text.starts_with('{') && text.ends_with('}'));
    text = text.substr(1, text.size() - 2);
    std::vector<Element> elements;
    while (!text.empty()) {
      const auto end = std::min(text.find(','), text.size());
      elements.push_back(FromText<Element>::read(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return elements;
  }
};

}  // namespace daymark::storage
