// Environment → Config. Every setting has a name, a unit, a range and a default; all mistakes are
// told at once.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "accounts/password.hpp"

namespace daymark {

/// `what()` has one line for each mistake.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Config {
  std::string pool = "web";              // DAYMARK_POOL: web, auth, bulk
  int threads = 16;                      // DAYMARK_THREADS, 1-64
  accounts::PasswordCost password_cost;  // DAYMARK_PASSWORD_MEMORY_KIB, DAYMARK_PASSWORD_PASSES
  bool is_sign_up_open = true;           // DAYMARK_SIGNUP, open or closed
  // DAYMARK_JOBS_METRICS, where the jobs show their figures: 127.0.0.1:9101, [::1]:9101
  std::optional<std::string> jobs_metrics;
};

/// Reads a variable of the environment; nothing where it is not set.
using Environment = std::function<std::optional<std::string>(const char*)>;

/// Throws ConfigError.
[[nodiscard]] Config read_config(const Environment& environment);

/// Hands the database's address to libpq the one way that SOCI does not mangle: DATABASE_URL is
/// taken apart into libpq's own variables, which are then set, with the role from
/// DAYMARK_DATABASE_ROLE and its password from the file DAYMARK_DATABASE_PASSWORD_FILE. Throws
/// ConfigError. To be called before there are threads.
void set_database_environment(const Environment& environment);

/// The process's own environment.
[[nodiscard]] std::optional<std::string> process_environment(const char* name);

}  // namespace daymark
