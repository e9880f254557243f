// Compares the service's answers with openapi.yaml: status, headers, content type and every field.
// Records which of the documented answers were seen.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"

namespace daymark::support {

/// Whether an operation needs a session, accepts one, or ignores it.
enum class Sessions { kIgnored, kWelcome, kNeeded };
[[nodiscard]] Sessions sessions_of(const Json& operation);

/// Returns true if the operation has a 429 that does not depend on the request's content
/// (`too-many-…`).
[[nodiscard]] bool is_limited(const Json& document, const Json& operation);

struct Operation {
  std::string method;
  /// With its parameters in braces: `/mood/{id}`.
  std::string path;
  bool needs_session = true;
  bool is_for_admins = false;
  bool has_body = false;
  std::set<int> statuses;

  /// `GET /mood/{id}`
  [[nodiscard]] std::string name() const { return method + " " + path; }
};

class OpenApi {
 public:
  /// Throws std::runtime_error if the file is no OpenAPI document.
  explicit OpenApi(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }

  /// The whole document.
  [[nodiscard]] const Json& document() const { return document_; }

  /// All differences between the answer and the document, and for an accepted request also those of
  /// the request. Can be called from several threads.
  std::vector<std::string> check(const Request& request, const Answer& answer);

  /// The documented answers that check() has not seen, each as `GET /mood 200`.
  [[nodiscard]] std::vector<std::string> list_unseen() const;

 private:
  struct Target;

  [[nodiscard]] std::optional<std::string> find_path(std::string_view path) const;
  [[nodiscard]] const Json& find_response(const Target& target, int status,
                                          std::vector<std::string>& faults) const;
  void check_headers(const Json& response, const Answer& answer,
                     std::vector<std::string>& faults) const;
  void check_body(const Json& response, const Request& request, const Answer& answer,
                  std::vector<std::string>& faults) const;
  void check_accepted(const Target& target, const Request& request,
                      std::vector<std::string>& faults) const;

  Json document_;
  std::vector<Operation> operations_;
  mutable std::mutex mutex_;
  std::set<std::string> seen_;
};

}  // namespace daymark::support
