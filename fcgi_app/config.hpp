// Reads settings from environment variables. Each has a name, a unit, a range and a default. One
// error reports all mistakes.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "accounts/password.hpp"
#include "mood/entry.hpp"

namespace daymark {

/// `what()` has one line for each mistake.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Config {
  std::string pool = "web";  // DAYMARK_POOL: web, auth, bulk
  int threads = 16;          // DAYMARK_THREADS, 1-64; default 2 unless the pool is web
  /// DAYMARK_PASSWORD_MEMORY_KIB, 8-4,194,304, and DAYMARK_PASSWORD_PASSES, 1-100
  accounts::PasswordCost password_cost;
  bool is_sign_up_open = true;  // DAYMARK_SIGNUP, open or closed
  /// DAYMARK_ACCOUNT_ENTRIES, 1-10,000,000, and DAYMARK_ACCOUNT_TEXT_MIB, 1-1,048,576
  mood::AccountLimits limits;
  /// DAYMARK_JOBS_METRICS, the address of the jobs' metrics: 127.0.0.1:9101, [::1]:9101, or none
  std::optional<std::string> jobs_metrics;
};

/// Reads an environment variable; nullopt if it is not set.
using Environment = std::function<std::optional<std::string>(const char*)>;

/// Throws ConfigError.
[[nodiscard]] Config read_config(const Environment& environment);

/// Sets libpq's environment variables, because SOCI does not pass every connection string on
/// unchanged: from DATABASE_URL, with the role in DAYMARK_DATABASE_ROLE and the password in the
/// file DAYMARK_DATABASE_PASSWORD_FILE. Throws ConfigError. Call before threads are started.
void set_database_environment(const Environment& environment);

/// Reads the environment of this process.
[[nodiscard]] std::optional<std::string> process_environment(const char* name);

}  // namespace daymark
