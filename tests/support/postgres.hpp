// A database session of the superuser for the tests: to look at what the service has stored, and at
// what it asked the database.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/test_service.hpp"

struct pg_conn;

namespace daymark::support {

class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Values as PostgreSQL writes them; a null is "".
using Row = std::vector<std::string>;

class Database {
 public:
  /// `conninfo` as libpq takes it; what it leaves out comes from libpq's environment variables.
  explicit Database(const std::string& conninfo);
  /// The service's own database.
  explicit Database(const Service& service);

  /// Runs one statement. Throws DatabaseError.
  std::vector<Row> query(const std::string& sql, const std::vector<std::string>& parameters = {});

 private:
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
};

}  // namespace daymark::support
