#include "health/readiness.hpp"

#include "health/store.hpp"
#include "storage/failure.hpp"

namespace daymark::health {

bool Readiness::is_ready(storage::Database& database, shared::Instant now) {
  if (const auto answer = find_answer(now)) {
    return *answer;
  }
  bool is_ready = false;
  try {
    is_ready = database.is_ready();
    if (is_ready) {
      store::try_write(database);
    }
  } catch (const storage::Failure&) {
    keep({.is_ready = false, .from = now});
    throw;
  }
  keep({.is_ready = is_ready, .from = now});
  return is_ready;
}

std::optional<bool> Readiness::find_answer(shared::Instant now) {
  const std::lock_guard lock{mutex_};
  // Both ways, because the clock can be set back.
  const auto is_younger = [&](std::chrono::seconds age) {
    return last_ && now - last_->from < age && last_->from - now < age;
  };
  if (is_being_asked_ || is_younger(kReadinessAge)) {
    return is_younger(kReadinessAgeMax) && last_->is_ready;
  }
  is_being_asked_ = true;
  return std::nullopt;
}

void Readiness::keep(const Answer& answer) {
  const std::lock_guard lock{mutex_};
  last_ = answer;
  is_being_asked_ = false;
}

}  // namespace daymark::health
