// What can go wrong between a worker and PostgreSQL, as the one exception of this folder.
#pragma once

#include <stdexcept>
#include <string>

namespace daymark::storage {

enum class FailureKind {
  kUnavailable,  // no server, no connection, no resources, a timeout: worth another try later
  kStaleSchema,  // the database has not been migrated to what this program was written for
  kBroken,       // a mistake of ours
};

/// `what()` is for the log: the query's name and the SQLSTATE, never a bound value.
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& text, bool is_undone = false)
      : std::runtime_error(text), kind_(kind), is_undone_(is_undone) {}

  [[nodiscard]] FailureKind kind() const { return kind_; }

  /// Whether PostgreSQL has said that nothing was kept. Else nobody knows.
  [[nodiscard]] bool is_undone() const { return is_undone_; }

 private:
  FailureKind kind_;
  bool is_undone_;
};

}  // namespace daymark::storage
