// Reads a JSON object or a query string field by field. Faults are collected, so that one answer
// reports all of them.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/json.hpp"
#include "server/problem.hpp"
#include "server/request.hpp"
#include "shared/civil_day.hpp"
#include "shared/instant.hpp"

namespace daymark::server {

/// Whether a text may be one of which nothing can be seen (see is_blank).
enum class Blank { kAllowed, kRefused };

/// The range of a text's length, in Unicode code points.
struct Length {
  std::size_t least = 0;
  std::size_t greatest = std::numeric_limits<std::size_t>::max();
  Blank blank = Blank::kAllowed;
};

/// Both bounds are included.
struct Bounds {
  int least = 0;
  int greatest = 0;
};

/// The fields of a request's body. A field that is null counts as absent.
class Fields {
 public:
  /// Reads the body. Throws Refusal: 415 if it is not JSON by its headers, 400 if it is malformed,
  /// 422 if it is not an object. Every query parameter is a fault.
  explicit Fields(const Request& request);

  /// Reads the fields of an object that is already parsed.
  explicit Fields(json::Object object) : object_(std::move(object)) {}

  /// All these functions record faults for `finish`, and return nullopt if the field is absent or,
  /// unless they say otherwise, faulty.
  std::optional<std::string> text(std::string_view name, Length length = {});
  std::optional<int> number(std::string_view name, Bounds bounds);
  std::optional<bool> boolean(std::string_view name);

  /// An RFC 3339 date-time: a fault if it is after `latest` or before kFirstDay in every time zone.
  /// With such a fault, it is still returned.
  std::optional<shared::Instant> instant(std::string_view name, shared::Instant latest);

  /// A day from kFirstDay to `latest`. Outside this range, it is returned too, with a fault.
  std::optional<shared::CivilDay> day(std::string_view name, shared::CivilDay latest);

  /// An array of at most `most` different texts. A faulty element is returned as an empty text.
  std::optional<std::vector<std::string>> texts(std::string_view name, Length length,
                                                std::size_t most);

  /// The given ones of these fields, which the request cannot change, also if null. They are no
  /// longer unknown; add_read_only_faults says whether they are right.
  json::Object read_only(std::initializer_list<std::string_view> names);

  /// The field, for a caller that checks its type; null if absent. It is no longer unknown.
  const json::Value* value(std::string_view name);

  /// Returns true if the field is present and null. In a merge patch (RFC 7396) this means
  /// "remove".
  [[nodiscard]] bool is_null(std::string_view name) const;

  /// What a merge patch does to a field: sets what was read of it, or, if it is null, an empty
  /// `Value`. nullopt if the field is absent or faulty.
  template <class Value, class Read>
  [[nodiscard]] std::optional<Value> or_removed(std::string_view name,
                                                std::optional<Read> read) const {
    std::optional<Value> written;
    if (read) {
      written = *std::move(read);
    } else if (is_null(name)) {
      written.emplace();
    }
    return written;
  }

  /// Records kRequired if the field is absent.
  void require(std::string_view name);

  /// Records kRequired if the field is present and null: a merge patch cannot remove it.
  void refuse_null(std::string_view name);

  /// Records `flaw` for `first` if both fields are absent.
  void require_one_of(std::string_view first, std::string_view second, Flaw flaw);

  /// Converts a number from `value`; nullopt, with a fault, if it is not a whole number in
  /// `bounds`. `4.0` and `4e0` are whole.
  std::optional<int> to_number(std::string_view name, const json::Value& value, Bounds bounds);

  /// Converts a text from `value`; nullopt, with a fault, if its type or length is wrong, or if it
  /// is blank and may not be.
  /// `pointer`: a JSON pointer without its first slash.
  std::optional<std::string> to_text(std::string_view pointer, const json::Value& value,
                                     Length length);

  void fault(std::string_view name, Flaw flaw, Bounds bounds = {});

  /// Records a fault that was found elsewhere, for example in a nested object.
  void fault(Fault fault) { faults_.push_back(std::move(fault)); }

  /// Returns true if a fault was recorded for this field.
  [[nodiscard]] bool is_faulty(std::string_view name) const;

  /// All faults, and kUnknownField for each field that no call has named.
  [[nodiscard]] Faults faults() const;

  /// Throws Refusal (422) if `faults` is not empty.
  void finish() const;

 private:
  json::Object object_;
  std::set<std::string, std::less<>> known_;
  Faults faults_;
};

/// Adds a fault (kReadOnly) for each member of `claimed` that is not the same in `actual`, the JSON
/// of an object.
void add_read_only_faults(Faults& faults, const json::Object& claimed, std::string_view actual);

/// The parameters of a query string, decoded (a plus is a space) and checked like fields.
class Parameters {
 public:
  explicit Parameters(const Request& request);

  std::optional<std::string> text(std::string_view name);
  std::optional<int> number(std::string_view name, Bounds bounds);

  /// Parses a parameter. Returns nullopt if it is absent, or if `parse` does, with a fault.
  template <class Parse>
  auto parsed(std::string_view name, Parse parse, Flaw flaw)
      -> decltype(parse(std::string_view{})) {
    const auto given = text(name);
    if (!given) {
      return std::nullopt;
    }
    auto value = parse(std::string_view{*given});
    if (!value) {
      fault(name, flaw);
    }
    return value;
  }

  void fault(std::string_view name, Flaw flaw, Bounds bounds = {});

  /// All faults, and kUnknownParameter for each parameter that no call has named.
  [[nodiscard]] Faults faults() const;

  /// Throws Refusal (422) if `faults` is not empty.
  void finish() const;

 private:
  std::vector<std::pair<std::string, std::string>> given_;
  std::set<std::string, std::less<>> known_;
  Faults faults_;
};

/// For requests without body and parameters. Throws Refusal (422) if there are parameters.
void refuse_parameters(const Request& request);

}  // namespace daymark::server
