// The accounts' queries: rows ↔ structs.
#pragma once

#include <optional>
#include <string>

#include "accounts/accounts.hpp"

namespace daymark::accounts::store {

struct SessionRow {
  shared::AccountId account;
  std::string token_hash;
  SessionKind kind = SessionKind::kCookie;
  Instant created_at;
  Instant ends_at;
  std::string user_agent;
};

struct StoredCredentials {
  shared::AccountId account;
  std::string password_hash;
};

struct Authenticated {
  SessionUse use;
  Account account;
};

struct PasswordChange {
  std::string from;               // the hash that was verified
  std::optional<std::string> to;  // nothing: it stays
};

[[nodiscard]] shared::AccountId take_account_id(storage::Database& database);

/// False: the name is taken.
[[nodiscard]] bool create(storage::Database& database, const SignUp& draft,
                          const std::string& password_hash, const SessionRow& session);

[[nodiscard]] std::optional<StoredCredentials> find_credentials(storage::Database& database,
                                                                const std::string& username_key);

/// Nothing: the password has changed since it was verified.
[[nodiscard]] std::optional<Account> sign_in(storage::Database& database,
                                             const PasswordChange& password,
                                             const SessionRow& session,
                                             const std::optional<Credentials>& replaces);

[[nodiscard]] std::optional<Authenticated> authenticate(storage::Database& database,
                                                        const Credentials& credentials,
                                                        Instant now);

void touch_session(storage::Database& database, const Credentials& credentials, SessionKind kind,
                   Instant now);

/// Whether a live session was ended.
[[nodiscard]] bool end_session(storage::Database& database, const Credentials& credentials,
                               Instant now);

[[nodiscard]] std::optional<Authenticated> change_settings(storage::Database& database,
                                                           const Credentials& credentials,
                                                           const Settings& settings, Instant now);

}  // namespace daymark::accounts::store
