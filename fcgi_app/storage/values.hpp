// Converts C++ values to PostgreSQL's text format for parameters: days as `2026-03-10`, instants in
// ISO 8601, arrays as array literals. columns.hpp converts results.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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

/// Appends an element of an array literal, in quotes, so that it can be any text.
template <class Element>
void append_element(std::string& text, const Element& element) {
  const auto append_quoted = [&](std::string_view characters) {
    text += '"';
    for (const char c : characters) {
      if (c == '"' || c == '\\') {
        text += '\\';
      }
      text += c;
    }
    text += '"';
  };
  if constexpr (std::is_convertible_v<const Element&, std::string_view>) {
    append_quoted(element);
  } else {
    append_quoted(to_text(element));
  }
}

template <class Element>
void append_element(std::string& text, const std::optional<Element>& element) {
  if (element) {
    append_element(text, *element);
  } else {
    text += "NULL";
  }
}

/// Makes an array literal of the results of `project` for each element. An empty optional is NULL.
template <class Elements, class Project>
std::string to_array(const Elements& elements, Project project) {
  std::string text = "{";
  for (const auto& element : elements) {
    if (text.size() > 1) {
      text += ',';
    }
    append_element(text, std::invoke(project, element));
  }
  text += '}';
  return text;
}

template <class Element>
std::string to_text(const std::vector<Element>& elements) {
  return to_array(elements, std::identity{});
}

}  // namespace daymark::storage
