// All errors of the API: codes here, statuses and texts in problem.cpp, as problem details (RFC
// 9457). Nothing else makes an error answer; nginx's error pages are generated from them too.
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
  kPlainHttp,
  kMalformedJson,
  kMalformedCsv,
  kMalformedHeader,
  kNotSignedIn,
  kWrongCredentials,
  kWrongPassword,
  kSignUpClosed,
  kCrossSite,
  kAdminsOnly,
  kNotFound,
  kMethodNotAllowed,
  kTimeout,
  kOtherAccount,
  kUsernameTaken,
  kImportRunning,
  kCodeTaken,
  kAlreadyAwarded,
  kAccountFull,
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

/// What is wrong with one field, parameter or header, and so what is wanted instead: each has a
/// text of its own. Clients decide by `code`, which several share.
enum class Flaw {
  kRequired,
  kFeelingRequired,
  kTimeRequired,
  kUnknownField,
  kUnknownParameter,
  kDuplicate,
  kNoObject,
  kNoArray,
  kNoText,
  kNoNumber,
  kNoBoolean,
  kOutOfRange,
  kTooShort,
  kTooLong,
  kBlank,
  kTooManyBytes,
  kTooManyTexts,
  kTooManyFields,
  kTooManyDays,
  kNoDay,
  kNoPastDay,
  kNoInstant,
  kNoTimeZone,
  kNoLanguage,
  kNoUsername,
  kNoCode,
  kNoUuid,
  kNoTags,
  kNoFormat,
  kNoCursor,
  kNumberTooLarge,
  kNotUtf8,
  kRatingConflict,
  kTimeConflict,
  kDayConflict,
  kContainsNul,
  kTooCommon,
  kSameAsUsername,
  kOneCharacter,
  kInFuture,
  kTooEarly,
  kKeyReused,
  kReadOnly,
  kNoSuchAchievement,
};

/// One wrong value, a reason for a 422.
struct Fault {
  enum class In { kBody, kQuery, kHeader };

  In in = In::kBody;
  std::string at;  // a JSON pointer into the body (`/rating`; empty: the body), or a parameter's or
                   // header's name
  Flaw flaw = Flaw::kRequired;
  long least = 0;  // the bounds that the text names, if the flaw has bounds
  long greatest = 0;
  std::optional<std::int64_t> row;  // of an import: the number of the row, from 1
};

/// The greatest number of faults in an answer.
inline constexpr std::size_t kFaultsMax = 100;

using Faults = std::vector<Fault>;

/// Additional members of a problem (RFC 9457, 3.2), as a JSON object.
struct ExtraMembers {
  std::string json;
};

/// The line of a text that is malformed, from 1.
struct Line {
  std::int64_t number = 1;
};

/// How much an account may have: what there is no more room for.
struct Capacity {
  enum class Of { kEntries, kTextMebibytes };

  Of of = Of::kEntries;
  std::int64_t number = 0;
};

/// The default value of Retry-After.
inline constexpr std::chrono::seconds kRetryAfter{1};

/// Thrown when a request is not carried out. The router makes a problem of it.
class Refusal : public std::exception {
 public:
  explicit Refusal(Problem problem) : problem_(problem) {}
  Refusal(Problem problem, std::chrono::seconds retry_after)
      : problem_(problem), retry_after_(retry_after) {}
  Refusal(Problem problem, Line line) : problem_(problem), line_(line) {}
  Refusal(Problem problem, Capacity capacity) : problem_(problem), capacity_(capacity) {}
  Refusal(Problem problem, ExtraMembers extra, std::chrono::seconds retry_after = kRetryAfter)
      : problem_(problem), extra_(std::move(extra)), retry_after_(retry_after) {}
  explicit Refusal(Faults faults) : problem_(Problem::kInvalid), faults_(std::move(faults)) {}

  [[nodiscard]] Problem problem() const { return problem_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }
  [[nodiscard]] std::optional<Line> line() const { return line_; }
  [[nodiscard]] std::optional<Capacity> capacity() const { return capacity_; }
  [[nodiscard]] const std::optional<ExtraMembers>& extra() const { return extra_; }

  /// The value of Retry-After; used only if the status is 429 or 503.
  [[nodiscard]] std::chrono::seconds retry_after() const { return retry_after_; }
  [[nodiscard]] const char* what() const noexcept override { return "refused"; }

 private:
  Problem problem_;
  Faults faults_;
  std::optional<Line> line_;
  std::optional<Capacity> capacity_;
  std::optional<ExtraMembers> extra_;
  std::chrono::seconds retry_after_ = kRetryAfter;
};

/// The HTTP status.
[[nodiscard]] int status(Problem problem);

/// The stable name in kebab-case, for example `not-found`.
[[nodiscard]] std::string_view code(Problem problem);
[[nodiscard]] std::string_view code(Flaw flaw);

/// What is wrong with a value, in a sentence.
[[nodiscard]] std::string detail(const Fault& fault, Language language);

/// The JSON body of a problem. `request_id`: for nginx, the variable that it replaces by the id.
[[nodiscard]] std::string problem_body(const Refusal& refusal, Language language,
                                       std::string_view request_id);

/// The whole answer, with the status's headers (Retry-After, WWW-Authenticate).
[[nodiscard]] Response render(const Refusal& refusal, const Request& request);

/// All problems, in the order of the enumeration.
[[nodiscard]] const std::vector<Problem>& all_problems();

}  // namespace daymark::server
