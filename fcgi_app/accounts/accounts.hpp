// The rules of accounts and sessions: sign-up, sign-in, settings, passwords and the end of an
// account. Every function throws storage::Failure if the database fails.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/account.hpp"
#include "accounts/password.hpp"
#include "shared/civil_day.hpp"
#include "storage/database.hpp"

namespace daymark::accounts {

using shared::CivilDay;

/// Returns the day that an instant belongs to.
[[nodiscard]] CivilDay day_of(storage::Database& database, const DaySettings& settings,
                              Instant instant);

/// Returns the first instant whose day is `day` or later. Cached for at most an hour.
[[nodiscard]] Instant day_start(storage::Database& database, const DaySettings& settings,
                                CivilDay day);

struct NotSignedIn {};
struct WrongPassword {
  std::optional<shared::AccountId> account;  // whose name it is; nullopt if it is nobody's
};
struct HeldUp {  // too many attempts failed before; the password was not compared
  std::chrono::seconds retry_after;
};
struct Erased {};
struct Ended {
  bool was_current = false;  // whether it was the session of the request
};
struct NoSuchSession {};

/// Creates an account and its first session, and ends the sessions that the request came with.
/// nullopt if the username is taken.
[[nodiscard]] std::optional<SignedIn> sign_up(storage::Database& database,
                                              const PasswordHasher& hasher, const SignUp& sign_up,
                                              const NewSession& session, Instant now);

/// Returns WrongPassword also if nobody has the name, after the same amount of work.
[[nodiscard]] std::variant<SignedIn, WrongPassword, HeldUp> sign_in(storage::Database& database,
                                                                    const PasswordHasher& hasher,
                                                                    const Attempt& attempt,
                                                                    const NewSession& session,
                                                                    Instant now);

/// Returns the first session that is alive, else the first one, of those that a request claims;
/// nullopt if it claims none. Asks the database only if there are several.
[[nodiscard]] std::optional<Credentials> choose_session(storage::Database& database,
                                                        const std::vector<Credentials>& claimed,
                                                        Instant now);

/// Ends the sessions. Returns false if none of them is alive.
[[nodiscard]] bool sign_out(storage::Database& database, const std::vector<Credentials>& sessions,
                            Instant now);

/// Returns the account, and extends the session if that is due. nullopt if it is not alive.
[[nodiscard]] std::optional<Account> authenticate(storage::Database& database,
                                                  const Credentials& credentials, Instant now);

/// Whether the session is to be extended: its `last_seen_at` is at least an hour old.
[[nodiscard]] bool is_extension_due(const SessionUse& use, Instant now);

/// Extends the session if that is due.
void extend_session(storage::Database& database, const Credentials& credentials,
                    const SessionUse& use, Instant now);

/// Returns the key of the account's username; nullopt if the session is not alive.
[[nodiscard]] std::optional<std::string> find_own_name(storage::Database& database,
                                                       const Credentials& credentials, Instant now);

/// Changes the settings that have a value. nullopt if the session is not alive.
[[nodiscard]] std::optional<Account> change_settings(storage::Database& database,
                                                     const Credentials& credentials,
                                                     const Settings& settings, Instant now);

/// Like change_settings, but also stores a new password, ends all sessions of the account, and
/// gives that of the request a new token. `network`: of the request, see network.hpp.
[[nodiscard]] std::variant<SignedIn, NotSignedIn, WrongPassword, HeldUp> change_password(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const NewPassword& password, const Settings& settings, const std::string& network, Instant now);

/// Erases the account and everything that it owns. `password`: the present one.
[[nodiscard]] std::variant<Erased, NotSignedIn, WrongPassword, HeldUp> erase(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const std::string& password, const std::string& network, Instant now);

[[nodiscard]] std::variant<SessionPage, NotSignedIn> list_sessions(storage::Database& database,
                                                                   const Credentials& credentials,
                                                                   const SessionsWanted& wanted,
                                                                   Instant now);

[[nodiscard]] std::variant<Ended, NotSignedIn, NoSuchSession> end_session(
    storage::Database& database, const Credentials& credentials, shared::SessionId session,
    Instant now);

}  // namespace daymark::accounts
