// Takes what is due and has it done, over and over. What goes wrong with a job ends here, in the
// table and the log; a database that is away is waited for.
#pragma once

#include <chrono>
#include <functional>

#include "jobs/metrics.hpp"
#include "jobs/pieces.hpp"
#include "jobs/queue.hpp"

namespace daymark::jobs {

/// How long it waits when nothing is due.
inline constexpr std::chrono::seconds kPoll{5};

using Clock = std::function<Instant()>;

/// Waits for as long; false, and at once, when the program is to end.
using Wait = std::function<bool(std::chrono::nanoseconds)>;

class Runner {
 public:
  Runner(storage::Database& database, Metrics& metrics, Clock clock, Wait wait);

  /// Until the program is to end: at the next moment at which nothing is half done.
  void run();

  /// Takes some jobs, if any are due, and sees them through. False: there is nothing more to do
  /// now.
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
