// What the answers so far have told, so that made-up requests can be about things that exist: ids,
// cursors, versions, and what a person knows about their own account.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"

namespace daymark::support {

class Memory {
 public:
  /// Notes what an answer that accepted a request tells: the `Location` or the id of what was
  /// made, the ids in lists, `next_cursor`, `ETag`. `body` is null where there is none.
  void note(const Request& request, const Answer& answer, const Json& body);

  /// A field of that name is right with this value, for instance one's password.
  void know_field(const std::string& name, std::string value) { fields_[name] = std::move(value); }

  /// Nothing where nothing is known.
  [[nodiscard]] const std::string* find_field(const std::string& name) const;

  /// What can follow this path, for instance ids after `/mood/`.
  [[nodiscard]] const std::vector<std::string>& list_below(const std::string& path) const;
  /// What a query parameter of this path can be.
  [[nodiscard]] const std::vector<std::string>& list_cursors(const std::string& path) const;
  /// The versions that this path had.
  [[nodiscard]] const std::vector<std::string>& list_versions(const std::string& path) const;

 private:
  using Known = std::map<std::string, std::vector<std::string>>;

  Known below_;
  Known cursors_;
  Known versions_;
  std::map<std::string, std::string> fields_;
};

}  // namespace daymark::support
