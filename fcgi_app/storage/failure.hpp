// The only exception of `storage`: what can fail between a worker and PostgreSQL.
#pragma once

#include <stdexcept>
#include <string>

namespace daymark::storage {

enum class FailureKind {
  kUnavailable,  // no server, no connection, no resources, a timeout: a later try may succeed
  kStaleSchema,  // the database has fewer migrations than this program needs
  kBroken,       // a bug in Daymark
};

/// `what()` is for the log: the query's name and the SQLSTATE, never a parameter's value.
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& text, bool is_undone = false)
      : std::runtime_error(text), kind_(kind), is_undone_(is_undone) {}

  [[nodiscard]] FailureKind kind() const { return kind_; }

  /// Returns true if PostgreSQL has confirmed that nothing was stored. False means: not known.
  [[nodiscard]] bool is_undone() const { return is_undone_; }

 private:
  FailureKind kind_;
  bool is_undone_;
};

}  // namespace daymark::storage
