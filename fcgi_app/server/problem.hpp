// Every error that Daymark answers with, on one page: its code, status and texts (RFC 9457).
// Whatever goes wrong on a request's way becomes HTTP here and nowhere else, nginx's own pages too.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/language.hpp"
#include "server/request.hpp"

namespace daymark::server {

enum class Problem {
  kBadRequest,
  kMalformedJson,
  kMalformedCsv,
  kNotSignedIn,
  kWrongCredentials,
  kWrongPassword,
  kSignUpClosed,
  kCrossSite,
  kAdminsOnly,
  kNotFound,
  kMethodNotAllowed,
  kTimeout,
  kUsernameTaken,
  kImportRunning,
  kCodeTaken,
  kAlreadyAwarded,
  kVersionMismatch,
  kBodyTooLarge,
  kUriTooLong,
  kUnsupportedMediaType,
  kInvalid,
  kTooManyRequests,
  kTooManySignIns,
  kDailyTaskLimit,
  kHeadersTooLarge,
  kInternal,
  kBadGateway,
  kUnavailable,
  kGatewayTimeout,
};

/// What is wrong with one field or parameter.
enum class Flaw {
  kRequired,
  kUnknownField,
  kUnknownParameter,
  kDuplicate,
  kWrongType,
  kOutOfRange,
  kTooShort,
  kTooLong,
  kTooMany,
  kInvalid,
  kConflict,
  kContainsNul,
  kTooCommon,
  kInFuture,
  kTooEarly,
  kKeyReused,
  kUnknown,
};

/// One reason for a 422.
struct Fault {
  enum class In { kBody, kQuery, kHeader };

  In in = In::kBody;
  std::string at;  // a JSON pointer into the body (`/rating`, empty: all of it), or the name of a
                   // parameter or header
  Flaw flaw = Flaw::kInvalid;
  long least = 0;  // the bounds that the text names, where it names some
  long greatest = 0;
  std::optional<std::int64_t> row;  // of an import, from 1
};

/// How many faults a 422 tells at most.
inline constexpr std::size_t kFaultsMax = 100;

using Faults = std::vector<Fault>;

/// What a problem tells beside the usual members (RFC 9457, 3.2).
struct ExtraMember {
  std::string_view name;
  std::string json;  // its value
};

inline constexpr std::chrono::seconds kRetryAfter{1};

/// A request that is not carried out, thrown by whoever finds out and caught by the loop.
class Refusal : public std::exception {
 public:
  explicit Refusal(Problem problem) : problem_(problem) {}
  Refusal(Problem problem, std::chrono::seconds retry_after)
      : problem_(problem), retry_after_(retry_after) {}
  Refusal(Problem problem, ExtraMember extra) : problem_(problem), extra_(std::move(extra)) {}
  explicit Refusal(Faults faults) : problem_(Problem::kInvalid), faults_(std::move(faults)) {}

  [[nodiscard]] Problem problem() const { return problem_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }
  [[nodiscard]] const std::optional<ExtraMember>& extra() const { return extra_; }

  /// When it is worth another try, where the status is 429 or 503.
  [[nodiscard]] std::chrono::seconds retry_after() const { return retry_after_; }
  [[nodiscard]] const char* what() const noexcept override { return "refused"; }

 private:
  Problem problem_;
  Faults faults_;
  std::optional<ExtraMember> extra_;
  std::chrono::seconds retry_after_ = kRetryAfter;
};

[[nodiscard]] int status(Problem problem);

/// The stable, kebab-case name.
[[nodiscard]] std::string_view code(Problem problem);
[[nodiscard]] std::string_view code(Flaw flaw);

/// The body, as nginx pages and answers share it; `request_id` is written as it is.
[[nodiscard]] std::string problem_body(Problem problem, const Faults& faults, Language language,
                                       std::string_view request_id,
                                       const std::optional<ExtraMember>& extra = {});

/// The whole answer, with the headers that belong to the problem.
[[nodiscard]] Response render(const Refusal& refusal, const Request& request);

/// Every problem, for what goes over all of them.
[[nodiscard]] const std::vector<Problem>& all_problems();

}  // namespace daymark::server
