// The queries of accounts: structs → parameters, rows → structs. All throw storage::Failure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/account.hpp"
#include "shared/civil_day.hpp"
#include "storage/database.hpp"

namespace daymark::accounts::store {

using shared::CivilDay;

struct SessionRow {
  shared::AccountId account;
  std::string token_hash;
  SessionKind kind = SessionKind::kCookie;
  Instant created_at;
  Instant ends_at;
  std::string user_agent;
  std::optional<std::string> device_hash;  // of a new device's token
};

struct StoredCredentials {
  shared::AccountId account;
  std::string password_hash;
};

/// An attempt that was counted as failed in advance. It is taken back if the password is right.
struct Reservation {
  std::string username_key;
  std::string network;
  std::string source;                 // by which the network's, device's or session's are counted
  std::optional<Instant> counted_at;  // among strangers' failures; nullopt for who is none
};

/// The outcome of reserve_attempt. Neither reserved nor held up: call it again.
struct Reserving {
  bool is_reserved = false;
  std::optional<Instant> held_up_until;  // nullopt if it is not held up
  Reservation reservation;
  std::optional<StoredCredentials> stored;  // nullopt if nobody has the name
};

struct Authenticated {
  SessionUse use;
  Account account;
};

struct PasswordChange {
  std::string from;               // the hash that was verified
  std::optional<std::string> to;  // nullopt if the hash stays
};

/// What an erased account was counted by in the figures about all accounts.
struct Counted {
  int longest_streak = 0;
  std::int64_t points = 0;
  int points_slot = 0;
  std::vector<shared::AchievementId> achievements;
};

struct FoundSessions {
  SessionUse use;
  std::vector<Session> sessions;
};

struct EndedSession {
  SessionUse use;
  std::optional<bool> was_current;  // nullopt if the account has no such live session
};

[[nodiscard]] shared::AccountId take_account_id(storage::Database& database);

/// Returns false, and writes nothing, if the name is taken.
[[nodiscard]] bool create(storage::Database& database, const SignUp& sign_up,
                          const std::string& password_hash, const SessionRow& session);

[[nodiscard]] Reserving reserve_attempt(storage::Database& database, const Attempt& attempt,
                                        Instant now);

/// nullopt if the password has changed since it was verified, or the account is gone.
[[nodiscard]] std::optional<Account> sign_in(storage::Database& database,
                                             const PasswordChange& password,
                                             const Reservation& reservation, const SessionRow& row,
                                             const NewSession& session);

/// Returns the key of the account's username; nullopt if the session is not alive.
[[nodiscard]] std::optional<std::string> find_own_name(storage::Database& database,
                                                       const Credentials& credentials, Instant now);

[[nodiscard]] std::optional<Authenticated> authenticate(storage::Database& database,
                                                        const Credentials& credentials,
                                                        Instant now);

/// The index of the first session that is alive; nullopt if none is.
[[nodiscard]] std::optional<std::int64_t> find_live_session(
    storage::Database& database, const std::vector<Credentials>& sessions, Instant now);

void touch_session(storage::Database& database, const Credentials& credentials, SessionKind kind,
                   Instant now);

/// Returns whether a live session was ended.
[[nodiscard]] bool end_session(storage::Database& database, const Credentials& credentials,
                               Instant now);

[[nodiscard]] std::optional<Authenticated> change_settings(storage::Database& database,
                                                           const Credentials& credentials,
                                                           const Settings& settings, Instant now);

/// Locks the account until the transaction ends. Returns the kind of the session; nullopt if it is
/// not alive any more, or if `password_hash` is not that of the account any more.
[[nodiscard]] std::optional<SessionKind> lock_account(storage::Database& database,
                                                      const Credentials& credentials,
                                                      const std::string& password_hash,
                                                      Instant now);

/// Ends all sessions of the account; `renewed` takes the place of that of `credentials`, of which
/// it has the kind and the user agent. Call lock_account first. nullopt if the session is not alive
/// or the password has changed: do not commit then.
[[nodiscard]] std::optional<Account> change_password(
    storage::Database& database, const Credentials& credentials, const PasswordChange& password,
    const Reservation& reservation, const Settings& settings, const SessionRow& renewed);

/// Erases a locked account with everything that it owns. leave_counts must follow.
[[nodiscard]] Counted erase(storage::Database& database, shared::AccountId account,
                            const std::string& username_key);

void leave_counts(storage::Database& database, shared::AccountId account, const Counted& counted);

/// Returns at most `limit` sessions; nullopt if the session of the request is not alive.
[[nodiscard]] std::optional<FoundSessions> list_sessions(storage::Database& database,
                                                         const Credentials& credentials,
                                                         std::optional<shared::SessionId> before,
                                                         int limit, Instant now);

/// nullopt if the session of the request is not alive.
[[nodiscard]] std::optional<EndedSession> end_session_by_id(storage::Database& database,
                                                            const Credentials& credentials,
                                                            shared::SessionId session, Instant now);

[[nodiscard]] CivilDay find_day(storage::Database& database, const DaySettings& settings,
                                Instant instant);

[[nodiscard]] Instant find_day_start(storage::Database& database, const DaySettings& settings,
                                     CivilDay day);

}  // namespace daymark::accounts::store
