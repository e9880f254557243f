// Holds what the service answers to what openapi.yaml says: status, headers, content type and every
// field; and remembers which of the documented answers were seen.
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

/// Whether an operation is for those who are signed in.
enum class Sessions { kIgnored, kWelcome, kNeeded };
[[nodiscard]] Sessions sessions_of(const Json& operation);

/// Whether it says that whoever asks too often has to wait (`too-many-…`), which has nothing to do
/// with what is asked for.
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
  /// Throws std::runtime_error where the file is no OpenAPI document.
  explicit OpenApi(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }

  /// The document itself.
  [[nodiscard]] const Json& document() const { return document_; }

  /// Everything in which the answer differs from the document, and in which a request that was
  /// carried out does. Safe to call from several threads.
  std::vector<std::string> check(const Request& request, const Answer& answer);

  /// `GET /mood 200` for each documented answer that check() has not seen.
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
