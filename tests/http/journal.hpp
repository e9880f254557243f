// What one account has been told that it keeps, to be held against what it really keeps.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {

class Journal {
 public:
  /// Follows an answer: entries and tasks that it made or changed, or that are gone. `body` is the
  /// answer's, null where it has none.
  void note(const Request& request, const Answer& answer, const Json& body);

  /// How many entries.
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// Everything in which the rows of the account differ from what its owner was told.
  [[nodiscard]] std::vector<std::string> compare_rows(support::Database& database,
                                                      const std::string& account_id) const;

  /// The same for what the service answers to its owner.
  [[nodiscard]] std::vector<std::string> compare_answers(Person& person) const;

 private:
  using Things = std::map<std::string, Json>;  // by id

  [[nodiscard]] std::vector<std::string> compare(const Things& entries, const Things& tasks,
                                                 const char* where) const;

  Things entries_;
  Things tasks_;
  /// After an import nobody was told what each of its entries is.
  bool is_complete_ = true;
};

}  // namespace daymark::http_tests
