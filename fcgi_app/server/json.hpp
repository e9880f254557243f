// JSON in and out. The only room that knows RapidJSON.
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

inline constexpr std::size_t kDepthMax = 16;

struct Value;
struct Member;

/// As it stands in the text: what a number means is for whoever expects one.
struct Number {
  std::string digits;
};

using Array = std::vector<Value>;

/// In the order of the text.
using Object = std::vector<Member>;

struct Value {
  std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> data;
};

struct Member {
  std::string key;
  Value value;
};

/// Reads strict JSON in strict UTF-8. Throws Refusal: kMalformedJson for what is none or nested
/// deeper than kDepthMax, kInvalid for an object with a key twice, for text with U+0000 and for a
/// number beyond all ranges (about 1e308).
[[nodiscard]] Value parse(std::string_view text);

/// An element of a list that is too long to be kept whole.
struct Element {
  std::int64_t number = 0;  // from 1
  Value value;
  Faults
      faults;  // with pointers from the element on; where there are any, `value` is worth nothing
};

/// Takes an element. False: no more are wanted.
using TakeElement = std::function<bool(Element)>;

/// Reads `{"<name>": [element, …]}`, as strict as `parse`, and hands over one element after the
/// other. Answers with the faults of what is around them. An element of more than
/// `element_bytes_max` bytes (and one with a number beyond all ranges) is faulty and the last one.
/// Throws Refusal (kMalformedJson).
[[nodiscard]] Faults read_list(const TextSource& source, std::string_view name,
                               std::size_t element_bytes_max, const TakeElement& take);

/// A key as a part of a JSON pointer (RFC 6901): `~` and `/` are escaped.
[[nodiscard]] std::string pointer_token(std::string_view key);

/// Writes compact JSON, straight into the text that it becomes. The caller keeps begin and end
/// balanced, and brings texts in UTF-8.
class Writer {
 public:
  Writer();

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  /// A name that the program gives: nothing in it is to be escaped.
  Writer& key(std::string_view name);
  Writer& text(std::string_view value);
  Writer& number(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  Writer& text_or_null(const std::optional<std::string>& value);
  Writer& day(shared::CivilDay value);
  Writer& instant(shared::Instant value);
  Writer& uuid(const shared::Uuid& value);

  /// A value that is JSON already.
  Writer& raw(std::string_view value);

  /// What was written. Nothing may be written afterwards.
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  /// Where a value begins: a comma stands between it and one before it.
  void begin_value();

  std::string text_;
};

}  // namespace daymark::server::json
