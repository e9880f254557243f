// A superuser's database session for the tests: to check what the service has stored, and which
// queries it has run.
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

/// Values in PostgreSQL's text format; null is "".
using Row = std::vector<std::string>;

class Database {
 public:
  /// `conninfo`: as in libpq, whose environment variables supply what it omits.
  explicit Database(const std::string& conninfo);
  /// Connects to the service's database.
  explicit Database(const Service& service);

  /// Runs one statement. Throws DatabaseError.
  std::vector<Row> query(const std::string& sql, const std::vector<std::string>& parameters = {});

 private:
  std::unique_ptr<pg_conn, void (*)(pg_conn*)> connection_;
};

}  // namespace daymark::support
