// What the HTTP side of a feature begins with: whose session a request comes with, and whom its
// path names. Refuses what must go no further.
#pragma once

#include <string>

#include "accounts/accounts.hpp"
#include "server/request.hpp"
#include "server/session_guard.hpp"

namespace daymark {
struct Context;
}

namespace daymark::accounts {

/// Whose session it is, for what is not done in the statement that finds the session. Asked before
/// anything is read. Throws a Refusal, as the others do.
[[nodiscard]] Account require_account(Context& context, const server::Request& request);

/// The same, and the account is an administrator's.
[[nodiscard]] Account require_admin(Context& context, const server::Request& request);

[[nodiscard]] bool is_signed_in(Context& context, const server::Request& request,
                                const Credentials& credentials);

/// Runs `parse` for somebody signed in; see server/session_guard.hpp.
template <class Parse>
auto parse_signed_in(Context& context, const server::Request& request,
                     const Credentials& credentials, Parse parse) {
  return server::parse_signed_in(
      request, credentials, [&] { return is_signed_in(context, request, credentials); }, parse);
}

/// Of the name with which the path's parameters begin. What can be no username is nobody's.
[[nodiscard]] std::string read_username_key(const server::Request& request);

}  // namespace daymark::accounts
