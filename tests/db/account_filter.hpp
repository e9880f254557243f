// The wall between accounts, read off the statements: each table with a column account_id is, in
// every place where a statement reads or changes it, held to the account that the statement is
// about, its parameter :account.
//
// PostgreSQL parses the statement and binds its names (a function with it as its body keeps the
// result), so nothing depends on how it is written. A place is held to the account if a condition
// that every row has to pass says that account_id equals
//
//   - :account, or
//   - a column account_id of something that is itself held to it: another table of the statement,
//     what a `with` part returns, what a subselect selects; also as `in (select …)`.
//
// Such a condition is one of those that `and` connects in `where`, or in the `on` of a join. What
// an outer join may leave empty has to have it in its own `on`: in `where` it would undo the join.
// The condition of an outer join holds nothing on the side that it keeps. An insert has to take
// account_id from such a source too, and `on conflict … do update` has to look for the row by
// account_id among others. All else is a finding, also where it would do no harm.
#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/postgres.hpp"

namespace daymark::db_tests {

struct Finding {
  std::string statement;
  /// For instance `read entries e`: the table, and what it is called there.
  std::string what;

  friend auto operator<=>(const Finding&, const Finding&) = default;
};

class AccountFilter {
 public:
  /// `admin` has to be allowed to create temporary functions in a database with the schema.
  explicit AccountFilter(support::Database& admin);

  /// A statement with `:named` parameters.
  std::vector<Finding> look_at(const std::string& name, const std::string& text);

  /// The functions of ours that the statements so far have called, and those that they call: one
  /// in SQL must not touch an account's data, and one in another language is a finding itself.
  std::vector<Finding> look_at_functions();

 private:
  [[nodiscard]] std::string understand(const std::string& header, const std::string& body);
  std::vector<Finding> look_at_tree(const std::string& name, const std::string& text,
                                    int account_parameter);
  std::vector<Finding> look_at_function(const std::string& function);

  support::Database& admin_;
  std::map<std::string, std::string> tables_;         // the name of each, by its oid
  std::map<std::string, int> account_columns_;        // of those that have one, by the table's oid
  std::string equality_;                              // the oid of bigint = bigint
  std::map<std::string, std::string> our_functions_;  // signatures by oid
  std::set<std::string> called_;                      // oids
};

}  // namespace daymark::db_tests
