#include <chrono>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>

#include "accounts/accounts.hpp"
#include "accounts/store.hpp"

namespace daymark::accounts {
namespace {

using std::chrono::steady_clock;

/// How long a start is cached, and so how long the old rules of a time zone may be used.
constexpr std::chrono::hours kCachedFor{1};

/// Counts combinations of zone, hour and day; a busy service needs a few hundred.
constexpr std::size_t kCachedMax = 10'000;

/// The cache of day starts, shared by the threads of the process. All of it is cleared at once.
class KnownStarts {
 public:
  std::optional<Instant> find(const DaySettings& settings, CivilDay day) {
    const std::shared_lock lock{mutex_};
    const auto known = starts_.find(std::tie(day, settings.day_starts_at, settings.time_zone));
    return known == starts_.end() || steady_clock::now() - since_ >= kCachedFor
               ? std::nullopt
               : std::optional{known->second};
  }

  void add(const DaySettings& settings, CivilDay day, Instant start) {
    const std::lock_guard lock{mutex_};
    const auto now = steady_clock::now();
    if (now - since_ >= kCachedFor || starts_.size() >= kCachedMax) {
      starts_.clear();
      since_ = now;
    }
    starts_.emplace(Key{day, settings.day_starts_at, settings.time_zone}, start);
  }

 private:
  using Key = std::tuple<CivilDay, int, std::string>;

  std::shared_mutex mutex_;
  std::map<Key, Instant, std::less<>> starts_;
  steady_clock::time_point since_;  // when it was cleared; no start is older
};

}  // namespace

CivilDay day_of(storage::Database& database, const DaySettings& settings, Instant instant) {
  return store::find_day(database, settings, instant);
}

Instant day_start(storage::Database& database, const DaySettings& settings, CivilDay day) {
  static KnownStarts known;
  if (const auto start = known.find(settings, day)) {
    return *start;
  }
  const auto start = store::find_day_start(database, settings, day);
  known.add(settings, day, start);
  return start;
}

}  // namespace daymark::accounts
