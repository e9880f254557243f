// What the fuzz targets share. A target makes something of any bytes and requires of what comes out
// what the code promises. libFuzzer looks for bytes that break a promise (`run`); `replay.cpp`
// shows a target those that it has seen before, which is what ./daymark test does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "server/json.hpp"
#include "server/problem.hpp"
#include "server/request.hpp"
#include "server/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace daymark::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program where a promise does not hold, which is how libFuzzer learns of it.
inline void require(bool holds, const char* promise) {
  if (!holds) {
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
  }
}

/// PostgreSQL takes nothing else, and SOCI cuts text off at U+0000.
inline void require_storable(std::string_view text) {
  require(server::is_utf8(text), "text is UTF-8");
  require(text.find('\0') == std::string_view::npos, "text has no U+0000");
}

/// Whether `pointer` is written as RFC 6901 has it.
inline bool is_json_pointer(std::string_view pointer) {
  for (auto at = pointer.find('~'); at != std::string_view::npos; at = pointer.find('~', at + 1)) {
    if (pointer.substr(at + 1, 1) != "0" && pointer.substr(at + 1, 1) != "1") {
      return false;
    }
  }
  return pointer.empty() || pointer.front() == '/';
}

/// A refusal is the client's fault and an answer that a client can read.
inline void require_sendable(const server::Refusal& refusal) {
  using server::Problem;
  require(refusal.problem() == Problem::kInvalid || refusal.faults().empty(),
          "only what is invalid has faults");
  require(refusal.problem() != Problem::kInvalid || !refusal.faults().empty(),
          "what is invalid has faults");
  for (const auto& fault : refusal.faults()) {
    require(fault.in != server::Fault::In::kBody || is_json_pointer(fault.at),
            "a fault in the body has a JSON pointer");
  }
  for (const auto language : {server::Language::kEnglish, server::Language::kRussian}) {
    server::Request request;
    request.request_id = "fuzz";
    request.language = language;
    const auto response = server::render(refusal, request);
    require(response.status >= 400 && response.status < 500, "a refusal is a 4xx");
    require(server::is_utf8(response.body), "an answer is UTF-8");
    try {
      static_cast<void>(server::json::parse(response.body));
    } catch (const server::Refusal& flaw) {
      // A pointer to a key with U+0000 has it too.
      require(flaw.problem() != Problem::kMalformedJson, "an answer is JSON");
    }
  }
}

/// What `action` returns; nothing where it refuses.
template <class Action>
auto attempt(Action action) -> std::optional<decltype(action())> {
  try {
    return action();
  } catch (const server::Refusal& refusal) {
    require_sendable(refusal);
    return std::nullopt;
  }
}

}  // namespace daymark::fuzz
