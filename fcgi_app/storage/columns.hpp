// Converts PostgreSQL's columns in binary format to C++ values: integers in network order, days and
// instants counted from 2000-01-01, arrays with a length before each element. A query must return
// the types that its reader takes; anything else is a bug (assert).
#pragma once

#include <cassert>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/text.hpp"
#include "shared/uuid.hpp"
#include "storage/failure.hpp"

namespace daymark::storage {

/// Returns the signed integer in network order. `bytes`: 2, 4 or 8 of them.
[[nodiscard]] inline std::int64_t read_integer(std::string_view bytes) {
  assert(bytes.size() == 2 || bytes.size() == 4 || bytes.size() == 8);
  // The first byte has the sign.
  auto number = static_cast<std::uint64_t>(std::int64_t{static_cast<signed char>(bytes.front())});
  for (const char byte : bytes.substr(1)) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return static_cast<std::int64_t>(number);
}

/// Converts a column's bytes to a value. Throws Failure for a day or instant outside the years 0001
/// to 9999.
template <class Value>
struct FromColumn;

/// Returns the value. Throws Failure (kBroken) if it is outside the years 0001 to 9999.
template <class Value>
Value expressible(Value value) {
  if (!shared::is_expressible(value)) {
    throw Failure{FailureKind::kBroken, "a query answered with a time that cannot be expressed"};
  }
  return value;
}

/// A view into the rows, valid as long as they are.
template <>
struct FromColumn<std::string_view> {
  static std::string_view read(std::string_view bytes) { return bytes; }
};

template <>
struct FromColumn<std::string> {
  static std::string read(std::string_view bytes) { return std::string(bytes); }
};

template <>
struct FromColumn<shared::JsonText> {
  static shared::JsonText read(std::string_view bytes) { return {std::string(bytes)}; }
};

template <std::integral Number>
struct FromColumn<Number> {
  static Number read(std::string_view bytes) {
    const auto number = read_integer(bytes);
    assert(std::in_range<Number>(number));
    return static_cast<Number>(number);
  }
};

template <>
struct FromColumn<bool> {
  static bool read(std::string_view bytes) {
    assert(bytes.size() == 1);
    return bytes.front() != '\0';
  }
};

template <class Tag>
struct FromColumn<shared::Id<Tag>> {
  static shared::Id<Tag> read(std::string_view bytes) { return {read_integer(bytes)}; }
};

/// The epoch of PostgreSQL's days and microseconds.
inline constexpr std::chrono::year_month_day kEpoch{std::chrono::year{2000} / 1 / 1};

template <>
struct FromColumn<shared::CivilDay> {
  static shared::CivilDay read(std::string_view bytes) {
    assert(bytes.size() == 4);
    return expressible(shared::CivilDay{kEpoch} + shared::days{read_integer(bytes)});
  }
};

template <>
struct FromColumn<shared::Instant> {
  static shared::Instant read(std::string_view bytes) {
    assert(bytes.size() == 8);
    const auto count = read_integer(bytes);
    // `infinity` and `-infinity` are the ends of the range; adding the epoch would overflow.
    constexpr std::int64_t kFarthest = INT64_MAX / 2;
    if (count > kFarthest || count < -kFarthest) {
      return expressible(shared::Instant::max());
    }
    return expressible(shared::Instant{std::chrono::sys_days{kEpoch}} +
                       std::chrono::microseconds{count});
  }
};

template <>
struct FromColumn<shared::Uuid> {
  static shared::Uuid read(std::string_view bytes) {
    shared::Uuid uuid;
    assert(bytes.size() == uuid.bytes.size());
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
      uuid.bytes[i] = static_cast<unsigned char>(bytes[i]);
    }
    return uuid;
  }
};

/// An array of at most one dimension, without nulls.
template <class Element>
struct FromColumn<std::vector<Element>> {
  static std::vector<Element> read(std::string_view bytes) {
    constexpr std::size_t kWord = 4;
    const auto take = [&bytes](std::size_t count) {
      assert(bytes.size() >= count);
      const auto part = bytes.substr(0, count);
      bytes.remove_prefix(count);
      return part;
    };
    const auto dimensions = read_integer(take(kWord));
    take(2 * kWord);  // skips the flag for nulls and the type of the elements
    std::vector<Element> elements;
    if (dimensions == 0) {
      return elements;
    }
    assert(dimensions == 1);
    const auto count = static_cast<std::size_t>(read_integer(take(kWord)));
    take(kWord);  // skips the index of the first element
    elements.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto length = read_integer(take(kWord));
      assert(length >= 0);
      elements.push_back(FromColumn<Element>::read(take(static_cast<std::size_t>(length))));
    }
    return elements;
  }
};

}  // namespace daymark::storage
