// What can be done with accounts and sessions: who somebody is, and how long a sign-in lasts.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "accounts/account.hpp"
#include "accounts/password.hpp"
#include "shared/civil_day.hpp"
#include "storage/database.hpp"

namespace daymark::accounts {

using shared::CivilDay;

/// The first instant whose day is `day` or later, as PostgreSQL works it out; it is asked for the
/// same one once an hour at most. Throws storage::Failure.
[[nodiscard]] Instant day_start(storage::Database& database, const DaySettings& settings,
                                CivilDay day);

struct NotSignedIn {};
struct WrongPassword {};
struct HeldUp {  // too many attempts have failed; this one was not looked at
  std::chrono::seconds retry_after;
};
struct Erased {};
struct Ended {
  bool was_current = false;  // the session that asked
};
struct NoSuchSession {};

/// A new account, signed in. Nothing: the username is taken.
[[nodiscard]] std::optional<SignedIn> sign_up(storage::Database& database,
                                              const PasswordHasher& hasher, const SignUp& sign_up,
                                              const NewSession& session, Instant now);

/// A wrong name is a wrong password, and takes the same time.
[[nodiscard]] std::variant<SignedIn, WrongPassword, HeldUp> sign_in(storage::Database& database,
                                                                    const PasswordHasher& hasher,
                                                                    const Attempt& attempt,
                                                                    const NewSession& session,
                                                                    Instant now);

/// Ends the session. False: it had ended.
[[nodiscard]] bool sign_out(storage::Database& database, const Credentials& credentials,
                            Instant now);

/// The account of a live session, which counts as used. Nothing: not signed in.
[[nodiscard]] std::optional<Account> authenticate(storage::Database& database,
                                                  const Credentials& credentials, Instant now);

/// Whether a session that was just found alive is to last longer: at most once an hour.
[[nodiscard]] bool is_extension_due(const SessionUse& use, Instant now);

/// Lets it last longer, where it is to.
void extend_session(storage::Database& database, const Credentials& credentials,
                    const SessionUse& use, Instant now);

/// What is left out stays. Nothing: not signed in.
[[nodiscard]] std::optional<Account> change_settings(storage::Database& database,
                                                     const Credentials& credentials,
                                                     const Settings& settings, Instant now);

/// The same with a new password, which ends all other sessions. `network` is where it is asked
/// from.
[[nodiscard]] std::variant<Account, NotSignedIn, WrongPassword, HeldUp> change_password(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const NewPassword& password, const Settings& settings, const std::string& network, Instant now);

/// Removes an account and everything that it owns.
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
