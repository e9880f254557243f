// Calling something that refuses, and writing down what it said, to be compared as text.
#pragma once

#include <optional>
#include <string>

#include "server/problem.hpp"

namespace daymark::unit_tests {

/// What `action` is refused with; nothing where it is not refused.
template <class Action>
std::optional<server::Refusal> refusal_of(Action action) {
  try {
    action();
    return std::nullopt;
  } catch (const server::Refusal& refusal) {
    return refusal;
  }
}

/// `malformed-json`, or with faults `invalid: /a wrong-type, /b required`; empty: not refused.
template <class Action>
std::string outcome_of(Action action) {
  const auto refusal = refusal_of(action);
  if (!refusal) {
    return "";
  }
  std::string text{server::code(refusal->problem())};
  for (const auto& fault : refusal->faults()) {
    text += text.find(':') == std::string::npos ? ": " : ", ";
    text += fault.in == server::Fault::In::kQuery ? "?" : "";
    text += fault.at + " " + std::string(server::code(fault.flaw));
  }
  return text;
}

}  // namespace daymark::unit_tests
