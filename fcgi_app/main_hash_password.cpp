// daymark-hash-password: reads a new password from standard input and writes its hash, for the
// commands in `ops/`. DAYMARK_USERNAME: whose it will be.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/password.hpp"
#include "accounts/username.hpp"
#include "config.hpp"
#include "server/problem.hpp"
#include "server/utf8.hpp"

namespace daymark {
namespace {

std::optional<server::Flaw> find_flaw(std::string_view password, std::string_view username) {
  if (!server::is_utf8(password)) {
    return server::Flaw::kNotUtf8;
  }
  const auto key = server::is_utf8(username) ? accounts::username_key(username) : std::nullopt;
  return accounts::find_password_flaw(password, key.value_or(""));
}

}  // namespace
}  // namespace daymark

int main() {
  using namespace daymark;
  try {
    std::string password;
    std::getline(std::cin, password);
    const auto username = process_environment("DAYMARK_USERNAME").value_or("");
    if (const auto flaw = find_flaw(password, username)) {
      fmt::print(stderr, "This password cannot be used. {}\n",
                 server::detail({.flaw = *flaw,
                                 .least = accounts::kPasswordLengthMin,
                                 .greatest = accounts::kPasswordLengthMax},
                                shared::Language::kEnglish));
      return 1;
    }
    const accounts::PasswordHasher hasher{read_config(process_environment).password_cost};
    fmt::print("{}\n", hasher.hash(password));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "daymark-hash-password: {}\n", error.what());
    return 1;
  }
}
