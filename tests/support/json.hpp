// JSON for the tests, as plain values: requests, answers and openapi.yaml. Only json.cpp uses
// RapidJSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace daymark::support {

/// The text is not JSON, or a value has not the type that a test expects.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Json {
 public:
  struct Member;
  using Array = std::vector<Json>;
  /// In the order of the text.
  using Object = std::vector<Member>;

  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_{value} {}
  Json(int value) : value_{std::int64_t{value}} {}
  Json(std::int64_t value) : value_{value} {}
  Json(double value) : value_{value} {}
  Json(const char* value) : value_{std::string{value}} {}
  Json(std::string_view value) : value_{std::string{value}} {}
  Json(std::string value) : value_{std::move(value)} {}
  Json(Array value) : value_{std::move(value)} {}
  Json(Object value);

  /// Parses one JSON value. Throws JsonError if the text is malformed or has a duplicate name.
  [[nodiscard]] static Json parse(std::string_view text);
  [[nodiscard]] std::string to_text() const;

  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_bool() const;
  [[nodiscard]] bool is_integer() const;
  /// True for integers too.
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_object() const;

  // These throw JsonError if the value has another type.
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] std::int64_t as_integer() const;
  [[nodiscard]] double as_number() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] const Object& as_object() const;

  /// The member; null if this is no object or has no such member.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The member. Throws JsonError if there is none.
  [[nodiscard]] const Json& operator[](std::string_view name) const;

  /// The order of members does not matter; 4 and 4.0 are equal.
  friend bool operator==(const Json& left, const Json& right);

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value_;
};

struct Json::Member {
  std::string name;
  Json value;

  friend bool operator==(const Member& left, const Member& right) = default;
};

/// The text without the byte order mark that a body may begin with.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

[[nodiscard]] Json object(std::initializer_list<Json::Member> members);
[[nodiscard]] Json array(std::initializer_list<Json> items);
/// The members of both objects; for equal names, those of `members`.
[[nodiscard]] Json merged(const Json& object, const Json& members);

}  // namespace daymark::support
