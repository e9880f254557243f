// Accounts and their sessions: who somebody is, and for how long a sign-in lasts.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/network.hpp"
#include "accounts/password.hpp"
#include "server/token.hpp"
#include "shared/civil_day.hpp"
#include "shared/ids.hpp"
#include "shared/instant.hpp"
#include "shared/language.hpp"
#include "storage/database.hpp"

namespace daymark::accounts {

using server::Credentials;
using shared::CivilDay;
using shared::Instant;

enum class Role { kMember, kAdmin };

struct Account {
  shared::AccountId id;
  std::string username;
  shared::Language language = shared::Language::kEnglish;
  std::string time_zone;  // IANA
  int day_starts_at = 0;  // hour, 0-23
  Role role = Role::kMember;
  Instant created_at;
};

/// What decides when the days of an account start.
struct DaySettings {
  std::string time_zone;
  int day_starts_at = 0;  // hour, 0-23
};

/// The first instant whose day is `day` or later, as PostgreSQL works it out; it is asked for the
/// same one once an hour at most. Throws storage::Failure.
[[nodiscard]] Instant day_start(storage::Database& database, const DaySettings& settings,
                                CivilDay day);

/// Reads the two columns `time_zone` and `day_starts_at`.
[[nodiscard]] DaySettings take_day_settings(storage::Rows& rows);

enum class SessionKind { kCookie, kBearer };

struct SessionLifetime {
  std::chrono::seconds idle_max;  // ends after this long without use, exact to an hour
  std::chrono::seconds age_max;   // ends after this long anyway
};

[[nodiscard]] SessionLifetime lifetime(SessionKind kind);

/// What an authenticating statement tells of the session, so that it can be kept alive.
struct SessionUse {
  SessionKind kind = SessionKind::kCookie;
  Instant last_seen_at;
};

/// Reads the two columns with which every authenticating query begins.
[[nodiscard]] SessionUse take_session_use(storage::Rows& rows);

struct Session {
  shared::SessionId id;
  SessionKind kind = SessionKind::kCookie;
  Instant created_at;
  Instant last_seen_at;  // exact to an hour
  std::string user_agent;
  bool is_current = false;  // the one that asks
};

struct SessionPage {
  std::vector<Session> sessions;  // newest first
  bool has_more = false;
};

struct SessionsWanted {
  int limit = 0;
  std::optional<shared::SessionId> before;  // the last one of the page before
};

struct NewSession {
  SessionKind kind = SessionKind::kCookie;
  std::string user_agent;
  std::optional<Credentials> replaces;  // the session that the request came with
};

struct SignUp {
  std::string username;
  std::string username_key;  // see username.hpp
  std::string password;
  shared::Language language = shared::Language::kEnglish;
  std::string time_zone = "UTC";
  int day_starts_at = 0;
  std::string network{kUnknownNetwork};  // that it comes from; see network.hpp
};

/// Somebody says that they know the password of an account.
struct Attempt {
  std::string username_key;  // empty for a name that nobody can have
  std::string password;
  std::string network{kUnknownNetwork};
};

struct SignedIn {
  Account account;
  std::string token;
  Instant ends_at;  // if the session is not used again
};

struct Settings {
  std::optional<shared::Language> language;
  std::optional<std::string> time_zone;
  std::optional<int> day_starts_at;
};

struct NewPassword {
  std::string current;  // as it is claimed to be
  std::string wanted;
};

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
                                              const PasswordHasher& hasher, const SignUp& draft,
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
[[nodiscard]] bool is_to_be_kept_alive(const SessionUse& use, Instant now);

/// Lets it last longer, where it is to.
void keep_alive(storage::Database& database, const Credentials& credentials, const SessionUse& use,
                Instant now);

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
