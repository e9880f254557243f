// The IANA time zones that an account may choose.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "storage/database.hpp"

namespace daymark::accounts {

/// Shared by the threads of a process. Reads the names from the database once.
class TimeZones {
 public:
  /// Whether there is a time zone of this name. Throws storage::Failure.
  [[nodiscard]] bool contains(storage::Database& database, std::string_view name);

 private:
  std::mutex mutex_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace daymark::accounts
