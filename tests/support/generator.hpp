// Requests made up from openapi.yaml: for each operation some that the document allows, some at its
// limits, and some that break it in one place. It knows the document, HTTP and the order of checks,
// and nothing of any one operation, so a new one is covered as soon as it is documented.
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
  kValid,    // the document allows it, so only what exists (or does not) can stand against it
  kUnclear,  // the document does not tell
  kBroken,   // the document forbids it
};

struct Generated {
  Request request;
  /// As documented: `GET /mood/{id}`.
  std::string operation;
  Intent intent = Intent::kValid;
  /// In words, for whoever reads a failure.
  std::string what;
  /// What a broken request can be answered with.
  std::set<int> statuses;
  /// Whether to send it as somebody who is signed in.
  bool as_member = false;
  /// Whether the web server limits how many of these one address may send.
  bool is_limited = false;
  /// Whether nothing that exists can stand in the way of a valid one.
  bool must_succeed = false;
  /// Whether its values can contradict those of what it changes.
  bool may_contradict = false;
};

class Generator {
 public:
  /// The document has to live as long as this.
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

  // Each breaks the draft in one place, or answers with false where it has no such place.
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
