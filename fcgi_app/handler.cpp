#include "handler.hpp"

#include "accounts/accounts.hpp"
#include "accounts/username.hpp"
#include "context.hpp"

namespace daymark {

using server::Problem;
using server::Refusal;

std::optional<accounts::UsernameKey> parse_path_value(std::string_view text,
                                                      std::type_identity<accounts::UsernameKey>) {
  auto key = accounts::username_key(text);
  return key ? std::optional{accounts::UsernameKey{*std::move(key)}} : std::nullopt;
}

std::optional<achievements::AchievementCode> parse_path_value(
    std::string_view text, std::type_identity<achievements::AchievementCode>) {
  return achievements::is_code(text)
             ? std::optional{achievements::AchievementCode{std::string(text)}}
             : std::nullopt;
}

const server::Credentials& Checks::claimed_caller() {
  if (!claimed_) {
    claimed_ = accounts::choose_session(context_.database, server::find_credentials(request_),
                                        request_.now);
    if (!claimed_) {
      throw Refusal{Problem::kNotSignedIn};
    }
    server::refuse_other_account(request_, *claimed_);
  }
  return *claimed_;
}

std::optional<server::Credentials> Checks::possible_caller() {
  auto credentials =
      accounts::choose_session(context_.database, server::find_credentials(request_), request_.now);
  if (credentials) {
    server::refuse_other_account(request_, *credentials);
  }
  server::refuse_malformed_account(request_);
  return credentials;
}

accounts::Account Checks::known_caller() {
  const auto& credentials = claimed_caller();
  auto account = accounts::authenticate(context_.database, credentials, request_.now);
  if (!account) {
    throw Refusal{Problem::kNotSignedIn};
  }
  server::refuse_cross_site(request_, credentials);
  is_caller_known_ = true;
  return *std::move(account);
}

accounts::Administrator Checks::administrator() {
  auto account = known_caller();
  if (account.role != accounts::Role::kAdmin) {
    throw Refusal{Problem::kAdminsOnly};
  }
  return {.account = std::move(account)};
}

void Checks::refuse_cross_site_of_anybody() const {
  if (!server::changes_something(request_.method)) {
    return;
  }
  for (const auto& credentials : server::find_credentials(request_)) {
    server::refuse_cross_site(request_, credentials);
  }
}

}  // namespace daymark
