// daymark-hash-password: reads a password from standard input and writes its hash, for the commands
// in `ops/`.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "accounts/password.hpp"
#include "config.hpp"
#include "server/problem.hpp"
#include "server/utf8.hpp"

int main() {
  using namespace daymark;
  try {
    std::string password;
    std::getline(std::cin, password);
    const auto flaw =
        server::is_utf8(password) ? accounts::find_password_flaw(password) : server::Flaw::kInvalid;
    if (flaw) {
      fmt::print(stderr,
                 "This password cannot be used ({}): it takes {} to {} characters, and none of the "
                 "most common passwords.\n",
                 server::code(*flaw), accounts::kPasswordLengthMin, accounts::kPasswordLengthMax);
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
