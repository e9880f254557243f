// Reads and writes JSON (RFC 8259). Only json.cpp uses RapidJSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/problem.hpp"
#include "server/text_source.hpp"
#include "shared/civil_day.hpp"
#include "shared/instant.hpp"
#include "shared/uuid.hpp"

namespace daymark::server::json {

/// The deepest nesting of arrays and objects.
inline constexpr std::size_t kDepthMax = 16;

struct Value;
struct Member;

/// The digits as in the JSON text: the caller chooses the type and checks the range.
struct Number {
  std::string digits;
};

using Array = std::vector<Value>;

/// In the order of the JSON text.
using Object = std::vector<Member>;

struct Value {
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> data;
};

struct Member {
  std::string key;
  Value value;
};

/// Parses strict JSON in UTF-8. Throws Refusal: kMalformedJson if it is not JSON or nested deeper
/// than kDepthMax; kInvalid for duplicate keys, U+0000 in a text or key, and a number whose
/// magnitude is beyond about 1e308.
[[nodiscard]] Value parse(std::string_view text);

/// One element of a list that is too long to store as a whole.
struct Element {
  std::int64_t number = 0;  // from 1
  Value value;
  Faults faults;  // pointers start at the element; if any, `value` is invalid
};

/// Takes an element. Returns false if no more are wanted.
using TakeElement = std::function<bool(Element)>;

/// Parses `{"<name>": [element, …]}`, as strictly as `parse`, and passes each element to `take`.
/// Returns the faults outside the elements. An element of more than `element_bytes_max` bytes, or
/// with a number beyond about 1e308, is faulty and the last. Throws Refusal (kMalformedJson).
[[nodiscard]] Faults read_list(const TextSource& source, std::string_view name,
                               std::size_t element_bytes_max, const TakeElement& take);

/// Escapes a key for a JSON pointer (RFC 6901): `~` becomes `~0`, `/` becomes `~1`.
[[nodiscard]] std::string pointer_token(std::string_view key);

/// Writes compact JSON. The caller balances begin and end, and passes texts in UTF-8.
class Writer {
 public:
  Writer();

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  /// `name` is written without escaping, so it must be a constant of the program.
  Writer& key(std::string_view name);
  Writer& text(std::string_view value);
  Writer& number(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  Writer& text_or_null(const std::optional<std::string>& value);
  Writer& day(shared::CivilDay value);
  Writer& instant(shared::Instant value);
  Writer& uuid(const shared::Uuid& value);

  /// Writes a value that is JSON already.
  Writer& raw(std::string_view value);

  /// Returns the JSON. The writer must not be used afterwards.
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  /// Writes the comma before a value, if it is not the first.
  void begin_value();

  std::string text_;
};

}  // namespace daymark::server::json
