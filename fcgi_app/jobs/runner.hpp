// Takes due jobs and carries them out, repeatedly. A job's failure is stored in the table and
// logged. If the database does not answer, it tries again after kPoll.
#pragma once

#include <chrono>
#include <functional>

#include "jobs/metrics.hpp"
#include "jobs/pieces.hpp"
#include "jobs/queue.hpp"

namespace daymark::jobs {

/// The pause when nothing is due.
inline constexpr std::chrono::seconds kPoll{5};

using Clock = std::function<Instant()>;

/// Waits for the duration. Returns false at once if the program must end.
using Wait = std::function<bool(std::chrono::nanoseconds)>;

class Runner {
 public:
  Runner(storage::Database& database, Metrics& metrics, Clock clock, Wait wait);

  /// Works until the program must end. Returns between two pieces, so that none is cut off.
  void run();

  /// Carries out due jobs: some of accounts, one of the service. Returns false if none was due, the
  /// database failed or the program must end.
  bool take_turn();

 private:
  bool work_for_accounts();
  void adjust(const Taken& taken);
  bool work_for_service();
  bool do_service_job(const Taken& taken, const DoPiece& do_piece);
  bool do_piece(Taken& taken, const std::function<void()>& piece);
  void report_difference(std::string_view figure, std::int64_t different);
  void write_down(const Taken& taken, const storage::Failure& failure);
  void count_queue();
  bool unhurried(const std::function<void()>& work);

  storage::Database& database_;
  Metrics& metrics_;
  Clock clock_;
  Wait wait_;
  Instant counted_at_;
};

}  // namespace daymark::jobs
