// Makes requests from openapi.yaml: some that the document allows, some at its limits, and some
// that break it in one place. It knows the document, HTTP and the order of checks, but no
// operation, so a new operation is covered as soon as it is documented.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/json.hpp"
#include "support/memory.hpp"
#include "support/values.hpp"

namespace daymark::support {

enum class Intent {
  kValid,    // the document allows it; only stored data can prevent it
  kUnclear,  // the document does not say
  kBroken,   // the document forbids it
};

struct Generated {
  Request request;
  /// As documented: `GET /mood/{id}`.
  std::string operation;
  Intent intent = Intent::kValid;
  /// A description for failure messages.
  std::string what;
  /// The statuses that a broken request may get.
  std::set<int> statuses;
  /// Whether to send it with the token of an account.
  bool as_member = false;
  /// Whether it can get a 429 that does not depend on its content (`too-many-…`).
  bool is_limited = false;
  /// Whether a valid request must succeed: no stored data can prevent it.
  bool must_succeed = false;
  /// Whether its values can contradict stored values of what it changes.
  bool may_contradict = false;
};

class Generator {
 public:
  /// `document` must outlive the generator.
  Generator(const Json& document, std::uint64_t seed);
  ~Generator();
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  /// The same seed and the same memory make the same requests.
  [[nodiscard]] Generated make(const Memory& memory);

 private:
  struct Operation;
  struct Draft;
  using Break = bool (Generator::*)(Draft&);

  [[nodiscard]] Operation read_operation(const std::string& path, const Json& item,
                                         const Json::Member& method) const;
  [[nodiscard]] Draft make_draft(const Operation& operation, const Memory& memory);
  void fill_path(Draft& draft, const Memory& memory);
  void fill_query(Draft& draft, const Memory& memory);
  void fill_headers(Draft& draft, const Memory& memory);
  void fill_body(Draft& draft, const Memory& memory);
  void add_noise(Draft& draft);
  [[nodiscard]] Generated finish(const Draft& draft) const;
  void judge(Draft& draft, const Json& schema, const Json& value, int status) const;

  // Each breaks the draft in one place. Returns false if the draft has no such place.
  bool break_value(Draft& draft);
  bool break_number(Draft& draft);
  bool break_syntax_of_value(Draft& draft);
  bool break_depth(Draft& draft);
  bool break_text_with_nul(Draft& draft);
  bool break_fields(Draft& draft);
  bool break_whole_body(Draft& draft);
  bool break_bytes(Draft& draft);
  bool break_size(Draft& draft);
  bool break_media_type(Draft& draft);
  bool break_parameter(Draft& draft);
  bool break_query(Draft& draft);
  bool break_id(Draft& draft);
  bool break_path(Draft& draft);
  bool break_method(Draft& draft);
  bool break_session(Draft& draft);
  bool break_length(Draft& draft);
  bool break_header(Draft& draft);

  const Json& document_;
  Values values_;
  std::vector<Operation> operations_;
};

}  // namespace daymark::support
