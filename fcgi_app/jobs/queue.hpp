// The table `jobs`: who works on what until when, and the outcome. A process holds a job until its
// lease ends; then another process may take it, and writes with the old lease have no effect. So
// any number of processes can share the table and die at any moment.
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
  kAdjustTaskLimit,  // the only kind with a job for each account
  kPurgeSessions,
  kPurgeIdempotencyKeys,
  kPurgeFailedSignIns,
  kPurgePointTotals,
  kCompareCounts,
};

/// The names of the kinds in the table, the log and the metrics.
inline constexpr std::array<std::pair<Kind, std::string_view>, 6> kNames{{
    {Kind::kAdjustTaskLimit, "adjust_task_limit"},
    {Kind::kPurgeSessions, "purge_sessions"},
    {Kind::kPurgeIdempotencyKeys, "purge_idempotency_keys"},
    {Kind::kPurgeFailedSignIns, "purge_failed_sign_ins"},
    {Kind::kPurgePointTotals, "purge_point_totals"},
    {Kind::kCompareCounts, "compare_counts"},
}};

[[nodiscard]] std::string_view name(Kind kind);

/// How long a process holds a job. If it is killed, the job is taken again after this time and at
/// most one kPoll.
inline constexpr std::chrono::seconds kLease{45};

/// The wait after a first failure; it doubles with each further failure in a row.
inline constexpr std::chrono::seconds kFirstWait{10};
/// The longest wait after a failure.
inline constexpr std::chrono::hours kWaitMax{1};

/// After this many failures in a row a job is parked: nobody takes it any more.
inline constexpr int kFailuresMax = 10;

struct Taken {
  Kind kind{};
  shared::Uuid lease;
  Instant ends_at;                  // of the lease
  std::vector<AccountId> accounts;  // the jobs' accounts; empty for a job of the service
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

/// Takes some due jobs of accounts, with one lease; take_account_jobs.sql says how many. nullopt if
/// none is due.
[[nodiscard]] std::optional<Taken> take_account_jobs(storage::Database& database, Instant now);

/// Takes the job of the service that is due for longest. nullopt if none is due.
[[nodiscard]] std::optional<Taken> take_service_job(storage::Database& database, Instant now);

/// Renews the lease of a job of the service. Returns false if another process has taken the job.
[[nodiscard]] bool extend(storage::Database& database, Taken& taken, Instant now);

/// Finishes a job of the service; it is due again at `due_at`. Returns false if another process has
/// taken it.
[[nodiscard]] bool finish(storage::Database& database, const Taken& taken, Instant due_at);

/// Records the failure of a job of the service or of one account, and when it is tried again.
/// nullopt if another process has taken it.
[[nodiscard]] std::optional<Failed> fail(storage::Database& database, const Taken& taken,
                                         std::string_view reason, Instant now);

[[nodiscard]] Size count(storage::Database& database, Instant now);

}  // namespace queue
}  // namespace daymark::jobs
