// Makes values from a JSON Schema: some that it allows, and some at its limits and beyond. It knows
// only the schema; what a service makes of a value is for the caller to know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/json.hpp"

namespace daymark::support {

/// The place of a value in another: names of members and indexes of items.
using Path = std::vector<std::variant<std::string, std::size_t>>;

struct Place {
  Path path;
  const Json* schema;
};

/// Returns `value` with `by` at this place.
[[nodiscard]] Json replaced(const Json& value, const Path& path, const Json& by);

[[nodiscard]] std::string repeated(std::string_view text, std::size_t count);

class Values {
 public:
  Values(const Json& document, std::uint64_t seed) : document_{document}, random_{seed} {}

  /// Returns a value that the schema allows. nullopt if the schema says too little: an unknown
  /// format, or a pattern that no known text matches, without examples. Days and instants are in
  /// the past and differ from one value to the next.
  [[nodiscard]] std::optional<Json> make(const Json& schema);

  /// A value at the limits of the schema, beyond them, of another type, or hostile.
  [[nodiscard]] Json make_odd(const Json& schema);

  /// A text of `length` code points from all of Unicode, never with U+0000.
  [[nodiscard]] std::string make_text(std::size_t length);

  /// All members and items of a value, each with its schema.
  [[nodiscard]] std::vector<Place> list_places(const Json& schema, const Json& value) const;

  /// A random number from 0 to `count` − 1.
  [[nodiscard]] std::size_t pick(std::size_t count);
  [[nodiscard]] bool happens(double probability);
  template <class Items>
  [[nodiscard]] const auto& pick_from(const Items& items) {
    return *std::next(std::begin(items), static_cast<std::ptrdiff_t>(pick(std::size(items))));
  }

 private:
  [[nodiscard]] std::optional<Json> try_to_make(const Json& schema);
  [[nodiscard]] std::optional<Json> make_typed(const Json& schema, std::string_view type);
  [[nodiscard]] std::optional<Json> make_string(const Json& schema);
  [[nodiscard]] std::optional<Json> make_array(const Json& schema);
  [[nodiscard]] std::optional<Json> make_object(const Json& schema);
  [[nodiscard]] std::optional<std::string> make_patterned(const Json& schema);
  [[nodiscard]] Json make_integer(const Json& schema);
  [[nodiscard]] std::size_t pick_length(const Json& schema);
  [[nodiscard]] std::string make_date();
  [[nodiscard]] std::string make_instant();
  [[nodiscard]] std::string make_uuid();
  [[nodiscard]] Json make_odd_string(const Json& schema);
  [[nodiscard]] Json make_odd_number(const Json& schema);
  [[nodiscard]] Json make_odd_array(const Json& schema);
  void list_below(const Json& schema, const Json& value, const Path& path,
                  std::vector<Place>& places) const;
  [[nodiscard]] const Json& branch_of(const Json& schema, const Json& value) const;

  const Json& document_;
  std::mt19937_64 random_;
};

}  // namespace daymark::support
