// The time as the database has it. Several machines write into one database, and a machine's own
// clock can be wrong or set. So a process asks the database, and counts on from its answer by a
// clock that nobody sets (docs/decisions.md#database-time).
#pragma once

#include <atomic>
#include <chrono>

#include "shared/instant.hpp"

namespace daymark::shared {

/// The time since the machine was started, also while it slept.
using Ticks = std::chrono::microseconds;

/// By how much a process's time may differ from the database's. An answer that took longer counts
/// for nothing.
inline constexpr std::chrono::seconds kClockErrorMax{2};

/// How old an answer is when the next one is asked for, and how long it is good for.
inline constexpr std::chrono::seconds kClockAge{10};
inline constexpr std::chrono::seconds kClockAgeMax{60};

/// For any thread, without a lock.
class Clock {
 public:
  /// The time; until the first answer that of the machine.
  [[nodiscard]] Instant read(Ticks ticks, Instant of_machine) const;

  /// Takes an answer of the database. The machine's clock is right if it can be, and is moved to
  /// the nearest time that can be otherwise.
  void hear(Ticks asked_at, Instant answer, Ticks heard_at, Instant of_machine);

  /// Returns false before the first answer, and if the last one is too old.
  [[nodiscard]] bool is_known(Ticks ticks) const;

  /// Returns true if the database is to be asked: to one caller only, until it is due again.
  [[nodiscard]] bool take_question(Ticks ticks);

 private:
  static constexpr Ticks kNever = Ticks::min();

  std::atomic<Ticks> heard_at_{kNever};
  std::atomic<std::chrono::microseconds> started_at_{};  // the time at tick 0
  std::atomic<Ticks> question_due_at_{kNever};
};

/// The clock of the process.
[[nodiscard]] Clock& clock();

[[nodiscard]] Ticks read_ticks();

/// Reads the clock of the process. Rules and queries do not call it: they get the time as an
/// argument.
[[nodiscard]] Instant read_clock();

}  // namespace daymark::shared
