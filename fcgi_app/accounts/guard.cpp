#include "accounts/guard.hpp"

#include <utility>

#include "accounts/username.hpp"
#include "context.hpp"
#include "server/problem.hpp"

namespace daymark::accounts {

using server::Problem;
using server::Refusal;

Account require_account(Context& context, const server::Request& request) {
  const auto credentials = server::require_credentials(request);
  auto account = authenticate(context.database, credentials, request.now);
  if (!account) {
    throw Refusal{Problem::kNotSignedIn};
  }
  server::refuse_cross_site(request, credentials);
  return *std::move(account);
}

Account require_admin(Context& context, const server::Request& request) {
  auto account = require_account(context, request);
  if (account.role != Role::kAdmin) {
    throw Refusal{Problem::kAdminsOnly};
  }
  return account;
}

bool is_signed_in(Context& context, const server::Request& request,
                  const Credentials& credentials) {
  return authenticate(context.database, credentials, request.now).has_value();
}

std::string read_username_key(const server::Request& request) {
  auto key = username_key(request.path_parameters.at(0));
  if (!key) {
    throw Refusal{Problem::kNotFound};
  }
  return *std::move(key);
}

}  // namespace daymark::accounts
