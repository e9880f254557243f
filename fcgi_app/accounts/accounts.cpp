#include "accounts/accounts.hpp"

#include <algorithm>
#include <utility>

#include "accounts/slowing.hpp"
#include "accounts/store.hpp"
#include "shared/overloaded.hpp"
#include "storage/retry.hpp"

namespace daymark::accounts {
namespace {

using shared::Overloaded;
using std::chrono::hours;

/// How far `last_seen_at` may be behind the last use.
constexpr hours kSeenPrecision{1};

/// Longer than for other statements, because an account can have a million entries; shorter than
/// fastcgi_read_timeout of nginx (30 s), so that the client gets the outcome.
constexpr std::chrono::seconds kErasureTimeout{25};
constexpr std::chrono::seconds kChangeTimeout{5};

store::SessionRow session_row(shared::AccountId account, const std::string& token,
                              const NewSession& session, Instant now) {
  const auto credentials = server::read_token(token);
  return {.account = account,
          .token_hash = credentials->token_hash,
          .kind = session.kind,
          .created_at = now,
          .ends_at = now + lifetime(session.kind).idle_max,
          .user_agent = session.user_agent,
          .device_hash = std::nullopt};
}

/// The token of a new device; empty for a program, which has no cookies.
std::string make_device_token(shared::AccountId account, SessionKind kind) {
  return kind == SessionKind::kCookie ? server::make_token(account) : "";
}

std::optional<std::string> hash_of(const std::string& token) {
  const auto credentials = server::read_token(token);
  return credentials ? std::optional{credentials->token_hash} : std::nullopt;
}

/// An attempt with the right password.
struct Verified {
  store::StoredCredentials stored;
  store::Reservation reservation;
};

std::variant<Verified, WrongPassword, HeldUp> verify(storage::Database& database,
                                                     const PasswordHasher& hasher,
                                                     const Attempt& attempt, Instant now) {
  using Outcome = std::variant<Verified, WrongPassword, HeldUp>;
  return storage::retry_while_overtaken([&]() -> std::optional<Outcome> {
    auto reserved = store::reserve_attempt(database, attempt, now);
    if (reserved.is_reserved) {
      const auto hash =
          reserved.stored ? std::optional{reserved.stored->password_hash} : std::nullopt;
      if (!hasher.verify(hash, attempt.password)) {
        return WrongPassword{reserved.stored ? std::optional{reserved.stored->account}
                                             : std::nullopt};
      }
      return Verified{.stored = *std::move(reserved.stored),
                      .reservation = std::move(reserved.reservation)};
    }
    if (reserved.held_up_until) {
      return HeldUp{.retry_after = retry_after(*reserved.held_up_until, now)};
    }
    return std::nullopt;
  });
}

/// Like verify, for the account of the session.
std::variant<Verified, NotSignedIn, WrongPassword, HeldUp> verify_own(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const std::string& password, const std::string& network, Instant now) {
  const auto name = store::find_own_name(database, credentials, now);
  if (!name) {
    return NotSignedIn{};
  }
  return std::visit(
      [](auto&& outcome) -> std::variant<Verified, NotSignedIn, WrongPassword, HeldUp> {
        return std::forward<decltype(outcome)>(outcome);
      },
      verify(
          database, hasher,
          {.username_key = *name, .password = password, .network = network, .own = {credentials}},
          now));
}

/// Returns NotSignedIn or WrongPassword: why a verified account could not be locked.
template <class Outcome>
Outcome not_locked(storage::Database& database, const Credentials& credentials, Instant now) {
  if (!store::authenticate(database, credentials, now)) {
    return NotSignedIn{};
  }
  return WrongPassword{credentials.account};
}

std::optional<Account> used(storage::Database& database, const Credentials& credentials,
                            std::optional<store::Authenticated> found, Instant now) {
  if (!found) {
    return std::nullopt;
  }
  extend_session(database, credentials, found->use, now);
  return std::move(found->account);
}

}  // namespace

std::optional<SignedIn> sign_up(storage::Database& database, const PasswordHasher& hasher,
                                const SignUp& sign_up, const NewSession& session, Instant now) {
  const auto password_hash = hasher.hash(sign_up.password);
  const auto id = store::take_account_id(database);
  auto token = server::make_token(id);
  auto device_token = make_device_token(id, session.kind);
  auto row = session_row(id, token, session, now);
  row.device_hash = hash_of(device_token);
  if (!store::create(database, sign_up, password_hash, row)) {
    return std::nullopt;
  }
  [[maybe_unused]] const bool ended = sign_out(database, session.replaces, now);
  return SignedIn{.account = {.id = id,
                              .username = sign_up.username,
                              .language = sign_up.language,
                              .time_zone = sign_up.time_zone,
                              .day_starts_at = sign_up.day_starts_at,
                              .role = Role::kMember,
                              .created_at = now},
                  .token = std::move(token),
                  .ends_at = row.ends_at,
                  .device_token = std::move(device_token)};
}

std::variant<SignedIn, WrongPassword, HeldUp> sign_in(storage::Database& database,
                                                      const PasswordHasher& hasher,
                                                      const Attempt& attempt,
                                                      const NewSession& session, Instant now) {
  const auto outcome = verify(database, hasher, attempt, now);
  if (const auto* held_up = std::get_if<HeldUp>(&outcome)) {
    return *held_up;
  }
  if (const auto* wrong = std::get_if<WrongPassword>(&outcome)) {
    return *wrong;
  }
  const auto& verified = std::get<Verified>(outcome);
  const auto& stored = verified.stored;
  store::PasswordChange change{.from = stored.password_hash, .to = std::nullopt};
  if (hasher.needs_rehash(stored.password_hash)) {
    change.to = hasher.hash(attempt.password);
  }
  auto token = server::make_token(stored.account);
  auto device_token = make_device_token(stored.account, session.kind);
  auto row = session_row(stored.account, token, session, now);
  row.device_hash = hash_of(device_token);
  auto account = store::sign_in(database, change, verified.reservation, row, session);
  if (!account) {
    return WrongPassword{stored.account};
  }
  return SignedIn{.account = *std::move(account),
                  .token = std::move(token),
                  .ends_at = row.ends_at,
                  .device_token = std::move(device_token)};
}

std::optional<Credentials> choose_session(storage::Database& database,
                                          const std::vector<Credentials>& claimed, Instant now) {
  if (claimed.empty()) {
    return std::nullopt;
  }
  if (claimed.size() == 1) {
    return claimed.front();
  }
  const auto live = store::find_live_session(database, claimed, now);
  return claimed.at(static_cast<std::size_t>(live.value_or(0)));
}

bool sign_out(storage::Database& database, const std::vector<Credentials>& sessions, Instant now) {
  bool was_alive = false;
  for (const auto& session : sessions) {
    was_alive = store::end_session(database, session, now) || was_alive;
  }
  return was_alive;
}

std::optional<Account> authenticate(storage::Database& database, const Credentials& credentials,
                                    Instant now) {
  return used(database, credentials, store::authenticate(database, credentials, now), now);
}

bool is_extension_due(const SessionUse& use, Instant now) {
  return now - use.last_seen_at >= kSeenPrecision;
}

void extend_session(storage::Database& database, const Credentials& credentials,
                    const SessionUse& use, Instant now) {
  if (is_extension_due(use, now)) {
    store::touch_session(database, credentials, use.kind, now);
  }
}

std::optional<std::string> find_own_name(storage::Database& database,
                                         const Credentials& credentials, Instant now) {
  return store::find_own_name(database, credentials, now);
}

std::optional<Account> change_settings(storage::Database& database, const Credentials& credentials,
                                       const Settings& settings, Instant now) {
  return used(database, credentials, store::change_settings(database, credentials, settings, now),
              now);
}

std::variant<SignedIn, NotSignedIn, WrongPassword, HeldUp> change_password(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const NewPassword& password, const Settings& settings, const std::string& network,
    Instant now) {
  using Outcome = std::variant<SignedIn, NotSignedIn, WrongPassword, HeldUp>;
  const auto change = [&](const Verified& verified) -> Outcome {
    const store::PasswordChange hashes{.from = verified.stored.password_hash,
                                       .to = hasher.hash(password.wanted)};
    auto token = server::make_token(credentials.account);
    {
      storage::Transaction transaction{database, kChangeTimeout};
      if (const auto kind = store::lock_account(database, credentials, hashes.from, now)) {
        const auto row = session_row(credentials.account, token, {.kind = *kind}, now);
        if (auto account = store::change_password(database, credentials, hashes,
                                                  verified.reservation, settings, row)) {
          transaction.commit();
          return SignedIn{.account = *std::move(account),
                          .token = std::move(token),
                          .ends_at = row.ends_at,
                          .device_token = {}};
        }
      }
    }
    return not_locked<Outcome>(database, credentials, now);
  };
  return std::visit(Overloaded{change, [](const auto& refused) -> Outcome { return refused; }},
                    verify_own(database, hasher, credentials, password.current, network, now));
}

std::variant<Erased, NotSignedIn, WrongPassword, HeldUp> erase(
    storage::Database& database, const PasswordHasher& hasher, const Credentials& credentials,
    const std::string& password, const std::string& network, Instant now) {
  using Outcome = std::variant<Erased, NotSignedIn, WrongPassword, HeldUp>;
  const auto erase_verified = [&](const Verified& verified) -> Outcome {
    {
      storage::Transaction transaction{database, kErasureTimeout};
      if (store::lock_account(database, credentials, verified.stored.password_hash, now)) {
        const auto counted =
            store::erase(database, credentials.account, verified.reservation.username_key);
        store::leave_counts(database, credentials.account, counted);
        transaction.commit();
        return Erased{};
      }
    }
    return not_locked<Outcome>(database, credentials, now);
  };
  return std::visit(
      Overloaded{erase_verified, [](const auto& refused) -> Outcome { return refused; }},
      verify_own(database, hasher, credentials, password, network, now));
}

std::variant<SessionPage, NotSignedIn> list_sessions(storage::Database& database,
                                                     const Credentials& credentials,
                                                     const SessionsWanted& wanted, Instant now) {
  auto found = store::list_sessions(database, credentials, wanted.before,
                                    server::items_to_find(wanted.limit), now);
  if (!found) {
    return NotSignedIn{};
  }
  extend_session(database, credentials, found->use, now);
  return server::make_page(std::move(found->sessions), wanted.limit);
}

std::variant<Ended, NotSignedIn, NoSuchSession> end_session(storage::Database& database,
                                                            const Credentials& credentials,
                                                            shared::SessionId session,
                                                            Instant now) {
  const auto ended = store::end_session_by_id(database, credentials, session, now);
  if (!ended) {
    return NotSignedIn{};
  }
  if (!ended->was_current.value_or(false)) {
    extend_session(database, credentials, ended->use, now);
  }
  if (!ended->was_current) {
    return NoSuchSession{};
  }
  return Ended{.was_current = *ended->was_current};
}

}  // namespace daymark::accounts
