// From C++ values to the text that PostgreSQL takes as a parameter: days as `2026-03-10`, instants
// in ISO 8601, arrays as array literals. What it answers with is columns.hpp's.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/uuid.hpp"

namespace daymark::storage {

inline std::string to_text(std::string_view value) { return std::string(value); }
inline std::string to_text(const std::string& value) { return value; }
inline std::string to_text(const char* value) { return value; }
inline std::string to_text(shared::CivilDay value) { return shared::to_string(value); }
inline std::string to_text(shared::Instant value) { return shared::to_string(value); }
inline std::string to_text(const shared::Uuid& value) { return shared::to_string(value); }

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

}  // namespace daymark::storage
