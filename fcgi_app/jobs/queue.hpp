// The table `jobs`: who has which work until when, and what became of it. Whoever takes a job has
// it until the lease ends; then somebody else may take it, and nothing that hangs on the old lease
// happens any more. So any number of copies of the program can work on one table, and die at any
// moment.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/uuid.hpp"
#include "storage/database.hpp"

namespace daymark::jobs {

using shared::AccountId;
using shared::Instant;

enum class Kind {
  kAdjustTaskLimit,  // the only one of which each account can have its own
  kPurgeSessions,
  kPurgeIdempotencyKeys,
  kPurgeFailedSignIns,
  kPurgePointTotals,
  kCompareCounts,
};

/// What each kind is called in the table, the log and the metrics.
inline constexpr std::array<std::pair<Kind, std::string_view>, 6> kNames{{
    {Kind::kAdjustTaskLimit, "adjust_task_limit"},
    {Kind::kPurgeSessions, "purge_sessions"},
    {Kind::kPurgeIdempotencyKeys, "purge_idempotency_keys"},
    {Kind::kPurgeFailedSignIns, "purge_failed_sign_ins"},
    {Kind::kPurgePointTotals, "purge_point_totals"},
    {Kind::kCompareCounts, "compare_counts"},
}};

[[nodiscard]] std::string_view name(Kind kind);

/// How long whoever takes a job has it: what a copy that was killed had is taken again after this
/// and a poll.
inline constexpr std::chrono::seconds kLease{45};

/// How long a job that has failed waits; doubles with each further failure in a row.
inline constexpr std::chrono::seconds kFirstWait{10};
inline constexpr std::chrono::hours kWaitMax{1};

/// Failures in a row after which nobody tries a job any more.
inline constexpr int kFailuresMax = 10;

struct Taken {
  Kind kind{};
  shared::Uuid lease;
  Instant ends_at;                  // the lease
  std::vector<AccountId> accounts;  // whose jobs they are; none: the whole service's
};

struct Failed {
  int failures = 0;  // in a row
  Instant due_at;
  bool is_parked = false;
};

struct Size {
  std::int64_t due = 0;
  std::int64_t parked = 0;
};

namespace queue {

/// Jobs of some accounts that are due, all of one kind. Nothing where none are.
[[nodiscard]] std::optional<Taken> take_account_jobs(storage::Database& database, Instant now);

/// The service's job that is due for longest.
[[nodiscard]] std::optional<Taken> take_service_job(storage::Database& database, Instant now);

/// A job of the service takes longer: the lease begins anew. False: somebody else has it by now.
[[nodiscard]] bool extend(storage::Database& database, Taken& taken, Instant now);

/// A job of the service is done. False: somebody else has it by now.
[[nodiscard]] bool finish(storage::Database& database, const Taken& taken, Instant due_at);

/// A job of the service or of one account has failed. Nothing where somebody else has it by now.
[[nodiscard]] std::optional<Failed> fail(storage::Database& database, const Taken& taken,
                                         std::string_view reason, Instant now);

[[nodiscard]] Size count(storage::Database& database, Instant now);

}  // namespace queue
}  // namespace daymark::jobs
