#include "jobs/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "jobs/adjust_task_limits.hpp"
#include "jobs/compare_counts.hpp"
#include "jobs/purge_failed_sign_ins.hpp"
#include "jobs/purge_idempotency_keys.hpp"
#include "jobs/purge_point_totals.hpp"
#include "jobs/purge_sessions.hpp"
#include "mood/mood.hpp"
#include "server/log.hpp"
#include "storage/failure.hpp"

namespace daymark::jobs {
namespace {

/// The longest a piece takes. It starts only with a lease that is at least as long.
constexpr std::chrono::seconds kPieceMax{40};

/// The pause after a piece is this many times as long as the piece.
constexpr int kRestShare = 9;

/// The longest pause, so that work still gets done when PostgreSQL is slow.
constexpr std::chrono::milliseconds kRestMax{100};

constexpr std::chrono::seconds kBetweenCounts{30};

/// The time from the end of a job of the service until it is due again.
std::chrono::hours period(Kind kind) {
  return std::chrono::hours{kind == Kind::kCompareCounts ? 24 : 1};
}

std::string describe(const Taken& taken) {
  return taken.accounts.empty() ? std::string{name(taken.kind)}
                                : fmt::format("{} of account {}", name(taken.kind),
                                              shared::to_string(taken.accounts.front()));
}

}  // namespace

Runner::Runner(storage::Database& database, Metrics& metrics, Clock clock, Wait wait)
    : database_(database), metrics_(metrics), clock_(std::move(clock)), wait_(std::move(wait)) {}

void Runner::run() {
  do {
    while (take_turn()) {
    }
  } while (wait_(kPoll));
}

bool Runner::take_turn() {
  try {
    database_.know_time();
    count_queue();
    const bool served_accounts = work_for_accounts();
    const bool served_all = wait_({}) && work_for_service();
    return (served_accounts || served_all) && wait_({});
  } catch (const storage::Failure& failure) {
    // The database failed, not a job, so no failure can be stored. The job is taken again when its
    // lease ends.
    server::log_warning(failure.what());
    return false;
  }
}

bool Runner::work_for_accounts() {
  bool took_some = false;
  unhurried([&] {
    if (const auto taken = queue::take_account_jobs(database_, clock_())) {
      took_some = true;
      adjust(*taken);
    }
  });
  return took_some;
}

/// If a batch of accounts fails, each account is tried alone: one may be the cause.
void Runner::adjust(const Taken& taken) {
  try {
    metrics_.count_done(taken.kind, adjust_task_limits(database_, taken, clock_()));
  } catch (const storage::Failure& failure) {
    if (taken.accounts.size() == 1) {
      write_down(taken, failure);
      return;
    }
    for (const auto account : taken.accounts) {
      if (clock_() >= taken.ends_at || !wait_({})) {
        return;
      }
      auto alone = taken;
      alone.accounts = {account};
      adjust(alone);
    }
  }
}

bool Runner::work_for_service() {
  auto taken = queue::take_service_job(database_, clock_());
  if (!taken) {
    return false;
  }
  try {
    const bool is_done = do_service_job(
        *taken, [&](const std::function<void()>& piece) { return do_piece(*taken, piece); });
    if (is_done && queue::finish(database_, *taken, clock_() + period(taken->kind))) {
      metrics_.count_done(taken->kind);
    }
  } catch (const storage::Failure& failure) {
    write_down(*taken, failure);
  }
  return true;
}

bool Runner::do_service_job(const Taken& taken, const DoPiece& do_piece) {
  switch (taken.kind) {
    case Kind::kPurgeSessions:
      return purge_sessions(database_, do_piece, clock_());
    case Kind::kPurgeIdempotencyKeys:
      return purge_idempotency_keys(database_, do_piece, clock_(), server::kIdempotencyKeysMax);
    case Kind::kPurgeFailedSignIns:
      return purge_failed_sign_ins(database_, do_piece, clock_());
    case Kind::kPurgePointTotals:
      return purge_point_totals(database_, do_piece);
    case Kind::kCompareCounts:
      return compare_counts(database_, do_piece,
                            [&](std::string_view figure, std::int64_t different) {
                              report_difference(figure, different);
                            });
    case Kind::kAdjustTaskLimit:
      break;  // a kind of accounts
  }
  assert(false);
  return false;
}

bool Runner::do_piece(Taken& taken, const std::function<void()>& piece) {
  const auto now = clock_();
  if (now + kPieceMax > taken.ends_at && !queue::extend(database_, taken, now)) {
    return false;
  }
  return unhurried(piece);
}

void Runner::report_difference(std::string_view figure, std::int64_t different) {
  metrics_.show_difference(figure, different);
  if (different > 0) {
    server::log_warning(
        fmt::format("compare_counts: {} differs from a count, rows: {}", figure, different));
  }
}

/// Throws storage::Failure if the failure cannot be stored: then the database is at fault, not the
/// job.
void Runner::write_down(const Taken& taken, const storage::Failure& failure) {
  const auto failed = queue::fail(database_, taken, failure.what(), clock_());
  if (!failed) {
    return;
  }
  metrics_.count_failed(taken.kind);
  server::log_warning(failed->is_parked
                          ? fmt::format("{} is parked after {} failures in a row: {}",
                                        describe(taken), failed->failures, failure.what())
                          : fmt::format("{} has failed, {} in a row, and is due again at {}: {}",
                                        describe(taken), failed->failures,
                                        shared::to_string(failed->due_at), failure.what()));
}

/// Only if metrics are served, because it reads all due jobs.
void Runner::count_queue() {
  const auto now = clock_();
  if (metrics_.is_served() && now - counted_at_ >= kBetweenCounts) {
    metrics_.show_queue(queue::count(database_, now));
    counted_at_ = now;
  }
}

/// Works and then pauses: PostgreSQL does most of the work, and its sessions cannot be given a
/// lower priority. Returns false if the program must end.
bool Runner::unhurried(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - began;
  return wait_(std::min<std::chrono::nanoseconds>(took * kRestShare, kRestMax));
}

}  // namespace daymark::jobs
