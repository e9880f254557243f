// Reads a request's JSON object or query string field by field. All faults are gathered and told at
// once.
#pragma once

#include <cstddef>
#include <functional>
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

/// How long a text may be, in code points.
struct Length {
  std::size_t least = 0;
  std::size_t greatest = 0;
};

struct Bounds {
  int least = 0;
  int greatest = 0;
};

/// The fields of a request's body. Null counts as left out.
class Fields {
 public:
  /// Throws Refusal for a body that is no JSON object: 415, 400 and 422 in this order. A request
  /// with a body takes no parameters; any are faults.
  explicit Fields(const Request& request);

  /// The fields of an object that was read already.
  explicit Fields(json::Object object) : object_(std::move(object)) {}

  /// Each of these answers with nothing where the field is left out or faulty.
  std::optional<std::string> text(std::string_view name, Length length);
  std::optional<int> number(std::string_view name, Bounds bounds);
  std::optional<bool> boolean(std::string_view name);

  /// An instant (RFC 3339) of kFirstDay or later, wherever one is, and not after `latest`.
  std::optional<shared::Instant> instant(std::string_view name, shared::Instant latest);

  /// A day from kFirstDay to `latest`.
  std::optional<shared::CivilDay> day(std::string_view name, shared::CivilDay latest);

  /// A list of different texts.
  std::optional<std::vector<std::string>> texts(std::string_view name, Length length,
                                                std::size_t most);

  /// A field whose type the caller looks at. It is known from now on.
  const json::Value* value(std::string_view name);

  /// Whether the field is there and null: a merge patch takes that for "remove it".
  [[nodiscard]] bool is_null(std::string_view name) const;

  /// Notes that a field which was left out may not be.
  void require(std::string_view name);

  /// Notes that a field of a merge patch cannot be removed, where that is asked for.
  void refuse_null(std::string_view name);

  /// Notes, at the first of two fields, that both were left out.
  void require_one_of(std::string_view first, std::string_view second);

  /// Checks a whole number that was got from `value`.
  std::optional<int> to_number(std::string_view name, const json::Value& value, Bounds bounds);

  /// Checks a text that was got from `value`.
  std::optional<std::string> to_text(std::string_view pointer, const json::Value& value,
                                     Length length);

  void fault(std::string_view name, Flaw flaw, Bounds bounds = {});

  /// Notes what is wrong beside the body.
  void fault(Fault fault) { faults_.push_back(std::move(fault)); }

  /// Whether anything was wrong with this field.
  [[nodiscard]] bool is_faulty(std::string_view name) const;

  /// All that was wrong, unknown fields among it.
  [[nodiscard]] Faults faults() const;

  /// Throws Refusal if anything was wrong.
  void finish() const;

 private:
  json::Object object_;
  std::set<std::string, std::less<>> known_;
  Faults faults_;
};

/// The parameters of a query string, checked like fields.
class Parameters {
 public:
  explicit Parameters(const Request& request);

  std::optional<std::string> text(std::string_view name);
  std::optional<int> number(std::string_view name, Bounds bounds);

  /// A parameter that `parse` turns into a value or refuses with nothing.
  template <class Parse>
  auto parsed(std::string_view name, Parse parse) -> decltype(parse(std::string_view{})) {
    const auto given = text(name);
    if (!given) {
      return std::nullopt;
    }
    auto value = parse(std::string_view{*given});
    if (!value) {
      fault(name, Flaw::kInvalid);
    }
    return value;
  }

  void fault(std::string_view name, Flaw flaw, Bounds bounds = {});

  /// All that was wrong, unknown parameters among it.
  [[nodiscard]] Faults faults() const;

  /// Throws Refusal if anything was wrong.
  void finish() const;

 private:
  std::vector<std::pair<std::string, std::string>> given_;
  std::set<std::string, std::less<>> known_;
  Faults faults_;
};

/// For requests that take neither. Throws Refusal where there are parameters.
void refuse_parameters(const Request& request);

}  // namespace daymark::server
