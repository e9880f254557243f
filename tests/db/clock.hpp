// Days looked for instant by instant: nothing of the service's, only PostgreSQL's `at time zone`.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "shared/civil_day.hpp"
#include "shared/instant.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::db_tests {

/// Where somebody lives, and when their days start.
struct Setting {
  std::string zone = "UTC";
  int starts_at = 0;

  friend auto operator<=>(const Setting&, const Setting&) = default;
};

/// `Asia/Kathmandu 4`
[[nodiscard]] std::string to_text(const Setting& setting);

class Clock {
 public:
  /// On a session of its own.
  explicit Clock(support::Database session);

  /// The day that the clocks show.
  [[nodiscard]] CivilDay day_of(Instant instant, const Setting& setting);

  /// The first instant whose day is the wanted one or later. Clocks change on whole seconds.
  [[nodiscard]] Instant start_of(CivilDay day, const Setting& setting);

  /// The latest day that has begun. Usually the day that the clocks show; but where they are turned
  /// back over the start of a day, that day has begun already and they show the one before again.
  [[nodiscard]] CivilDay begun_by(Instant instant, const Setting& setting);

  /// When this zone's offset from UTC changes from 1970 to 2037 (and stays so for 15 days).
  [[nodiscard]] const std::vector<Instant>& changes_of(const std::string& zone);

 private:
  support::Database session_;
  std::map<std::tuple<CivilDay, Setting>, Instant> starts_;
  std::map<std::string, std::vector<Instant>> changes_;
};

}  // namespace daymark::db_tests
