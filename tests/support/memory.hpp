// Stores what answers contained, so that generated requests can name things that exist: ids,
// cursors, versions and the account's own fields. Of each kind only the newest are stored.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"

namespace daymark::support {

class Memory {
 public:
  /// Stores the values in an answer to an accepted request: `Location`, the id of a new object, the
  /// first id of each list, `next_cursor`, `ETag`. `body`: null if the answer has none.
  void note(const Request& request, const Answer& answer, const Json& body);

  /// Stores the right value of a field, for example the account's password.
  void know_field(const std::string& name, std::string value) { fields_[name] = std::move(value); }

  /// Returns null if the field is not known.
  [[nodiscard]] const std::string* find_field(const std::string& name) const;

  /// The values that can follow this path, for example ids after `/mood/`.
  [[nodiscard]] const std::vector<std::string>& list_below(const std::string& path) const;
  /// The cursors of this path's pages.
  [[nodiscard]] const std::vector<std::string>& list_cursors(const std::string& path) const;
  /// The versions (`ETag`) of this path.
  [[nodiscard]] const std::vector<std::string>& list_versions(const std::string& path) const;

 private:
  using Known = std::map<std::string, std::vector<std::string>>;

  Known below_;
  Known cursors_;
  Known versions_;
  std::map<std::string, std::string> fields_;
};

}  // namespace daymark::support
