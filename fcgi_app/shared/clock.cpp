#include "shared/clock.hpp"

#include <algorithm>
#include <ctime>

namespace daymark::shared {

Instant Clock::read(Ticks ticks, Instant of_machine) const {
  return heard_at_.load() == kNever ? of_machine : Instant{started_at_.load() + ticks};
}

void Clock::hear(Ticks asked_at, Instant answer, Ticks heard_at, Instant of_machine) {
  if (heard_at - asked_at > kClockErrorMax) {
    return;
  }
  // The database read its clock at some moment between the question and its answer.
  started_at_ =
      std::clamp(of_machine.time_since_epoch() - heard_at, answer.time_since_epoch() - heard_at,
                 answer.time_since_epoch() - asked_at);
  heard_at_ = heard_at;
  question_due_at_ = heard_at + kClockAge;
}

bool Clock::is_known(Ticks ticks) const {
  const auto heard_at = heard_at_.load();
  return heard_at != kNever && ticks - heard_at < kClockAgeMax;
}

bool Clock::take_question(Ticks ticks) {
  auto due_at = question_due_at_.load();
  return ticks >= due_at && question_due_at_.compare_exchange_strong(due_at, ticks + kClockAge);
}

Clock& clock() {
  static constinit Clock of_process;
  return of_process;
}

Ticks read_ticks() {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return std::chrono::floor<Ticks>(std::chrono::seconds{time.tv_sec} +
                                   std::chrono::nanoseconds{time.tv_nsec});
}

Instant read_clock() { return clock().read(read_ticks(), read_machine_clock()); }

}  // namespace daymark::shared
