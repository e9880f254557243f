// Whether the service can do its work. Anybody may ask, and as often as they like, so the database
// is asked at most once a second and by one thread at a time; everybody else gets the last answer.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include "shared/instant.hpp"
#include "storage/database.hpp"

namespace daymark::health {

/// How long an answer is good for, and how long it is still given while the next one is awaited.
inline constexpr std::chrono::seconds kReadinessAge{1};
inline constexpr std::chrono::seconds kReadinessAgeMax{5};

/// Shared by the threads of a process.
class Readiness {
 public:
  /// Returns true if the database can be written to and its schema is new enough. Throws
  /// storage::Failure if this call asked the database and it failed.
  bool is_ready(storage::Database& database, shared::Instant now);

 private:
  struct Answer {
    bool is_ready = false;
    shared::Instant from;
  };

  /// Returns the last answer, or nullopt if the caller must ask the database and `keep` the answer.
  std::optional<bool> find_answer(shared::Instant now);
  void keep(const Answer& answer);

  std::mutex mutex_;
  std::optional<Answer> last_;
  bool is_being_asked_ = false;
};

}  // namespace daymark::health
