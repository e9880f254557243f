#include "accounts/store.hpp"

#include <array>
#include <limits>
#include <vector>

#include "accounts/rows.hpp"
#include "accounts/slowing.hpp"
#include "accounts/time_zones.hpp"
#include "shared/percentile.hpp"
#include "sql/queries.hpp"
#include "storage/histogram.hpp"

namespace daymark::accounts {
namespace {

std::string_view to_sql(SessionKind kind) {
  return kind == SessionKind::kBearer ? "bearer" : "cookie";
}

SessionKind take_session_kind(storage::Rows& rows) {
  return rows.take<std::string>() == "bearer" ? SessionKind::kBearer : SessionKind::kCookie;
}

std::optional<std::string> to_sql(const std::optional<shared::Language>& language) {
  return language ? std::optional<std::string>{shared::code(*language)} : std::nullopt;
}

Account take_account(storage::Rows& rows) {
  Account account;
  account.id = rows.take<shared::AccountId>();
  account.username = rows.take<std::string>();
  account.language =
      shared::parse_language(rows.take<std::string>()).value_or(shared::Language::kEnglish);
  account.time_zone = rows.take<std::string>();
  account.day_starts_at = rows.take<int>();
  account.role = rows.take<std::string>() == "admin" ? Role::kAdmin : Role::kMember;
  account.created_at = rows.take<Instant>();
  return account;
}

}  // namespace

bool TimeZones::contains(storage::Database& database, std::string_view name) {
  const std::lock_guard lock{mutex_};
  if (names_.empty()) {
    for (auto rows = database.read(sql::accounts::kListTimeZones, {}); rows.next();) {
      names_.insert(rows.take<std::string>());
    }
  }
  return names_.contains(name);
}

SessionUse take_session_use(storage::Rows& rows) {
  const auto kind = take_session_kind(rows);
  return {.kind = kind, .last_seen_at = rows.take<Instant>()};
}

DaySettings take_day_settings(storage::Rows& rows) {
  auto time_zone = rows.take<std::string>();
  return {.time_zone = std::move(time_zone), .day_starts_at = rows.take<int>()};
}

namespace store {
namespace {

Authenticated take_authenticated(storage::Rows& rows) {
  const auto use = take_session_use(rows);
  return {.use = use, .account = take_account(rows)};
}

storage::Parameter accounts_of(const char* name, const std::vector<Credentials>& sessions) {
  return storage::array(name, sessions, &Credentials::account);
}

storage::Parameter hashes_of(const char* name, const std::vector<Credentials>& sessions) {
  return storage::array(name, sessions, &Credentials::token_hash);
}

std::int64_t to_seconds(std::chrono::seconds time) { return time.count(); }

}  // namespace

CivilDay find_day(storage::Database& database, const DaySettings& settings, Instant instant) {
  return storage::the_value<CivilDay>(
      database.read(sql::accounts::kFindDay, {{"instant", instant},
                                              {"time_zone", settings.time_zone},
                                              {"day_starts_at", settings.day_starts_at}}));
}

Instant find_day_start(storage::Database& database, const DaySettings& settings, CivilDay day) {
  return storage::the_value<Instant>(
      database.read(sql::accounts::kFindDayStart, {{"day", day},
                                                   {"time_zone", settings.time_zone},
                                                   {"day_starts_at", settings.day_starts_at}}));
}

shared::AccountId take_account_id(storage::Database& database) {
  return storage::the_value<shared::AccountId>(database.read(sql::accounts::kTakeAccountId, {}));
}

bool create(storage::Database& database, const SignUp& sign_up, const std::string& password_hash,
            const SessionRow& session) {
  const storage::HistogramArrays histogram{shared::histogram_change(std::nullopt, 0)};
  return database
      .write(sql::accounts::kCreate, {{"account", session.account},
                                      {"username_key", sign_up.username_key},
                                      {"username", sign_up.username},
                                      {"language", shared::code(sign_up.language)},
                                      {"time_zone", sign_up.time_zone},
                                      {"day_starts_at", sign_up.day_starts_at},
                                      {"now", session.created_at},
                                      {"password_hash", password_hash},
                                      {"token_hash", session.token_hash},
                                      {"kind", to_sql(session.kind)},
                                      {"ends_at", session.ends_at},
                                      {"user_agent", session.user_agent},
                                      {"device_hash", session.device_hash},
                                      {"network", sign_up.network},
                                      {"nodes", histogram.nodes},
                                      {"deltas", histogram.deltas}})
      .next();
}

Reserving reserve_attempt(storage::Database& database, const Attempt& attempt, Instant now) {
  // With `read`, which runs it again on a new connection if the first one breaks: an attempt may be
  // counted twice then, but it is not refused.
  auto row = storage::the_row(database.read(sql::accounts::kReserveAttempt,
                                            {{"username_key", attempt.username_key},
                                             {"network", attempt.network},
                                             accounts_of("own_accounts", attempt.own),
                                             hashes_of("own_token_hashes", attempt.own),
                                             {"now", now},
                                             {"waits_s", waits_s()},
                                             {"lifetime_s", to_seconds(kFailureLifetime)},
                                             {"strangers_window_s", to_seconds(kStrangersWindow)},
                                             {"strangers_max", kStrangersFailuresMax}}));
  Reserving reserving;
  reserving.is_reserved = row.take<bool>();
  reserving.held_up_until = row.take<std::optional<Instant>>();
  const bool is_counted = row.take<bool>();
  reserving.reservation = {.username_key = attempt.username_key,
                           .network = attempt.network,
                           .source = row.take<std::string>(),
                           .counted_at = is_counted ? std::optional{now} : std::nullopt};
  const auto account = row.take<std::optional<shared::AccountId>>();
  if (account) {
    reserving.stored = {.account = *account, .password_hash = row.take<std::string>()};
  }
  return reserving;
}

std::optional<Account> sign_in(storage::Database& database, const PasswordChange& password,
                               const Reservation& reservation, const SessionRow& row,
                               const NewSession& session) {
  const std::array statements{
      storage::Statement{.query = sql::accounts::kSignIn,
                         .parameters = {{"account", row.account},
                                        {"password_hash", password.from},
                                        {"new_password_hash", password.to},
                                        {"username_key", reservation.username_key},
                                        {"network", reservation.network},
                                        {"source", reservation.source},
                                        {"counted_at", reservation.counted_at},
                                        accounts_of("ended_accounts", session.replaces),
                                        hashes_of("ended_token_hashes", session.replaces),
                                        hashes_of("ended_device_hashes", session.devices),
                                        {"token_hash", row.token_hash},
                                        {"kind", to_sql(row.kind)},
                                        {"now", row.created_at},
                                        {"ends_at", row.ends_at},
                                        {"user_agent", row.user_agent},
                                        {"device_hash", row.device_hash}}},
      storage::Statement{.query = sql::accounts::kEndOldestSessions,
                         .parameters = {{"account", row.account},
                                        {"token_hash", row.token_hash},
                                        {"now", row.created_at},
                                        {"sessions_max", kSessionsMax}}},
      storage::Statement{.query = sql::accounts::kEndOldestDevices,
                         .parameters = {{"account", row.account},
                                        {"device_hash", row.device_hash},
                                        {"devices_max", kDevicesMax}}}};
  auto answers = database.write_together(statements);
  return storage::only_row(answers.front(), take_account);
}

std::optional<std::string> find_own_name(storage::Database& database,
                                         const Credentials& credentials, Instant now) {
  return storage::only_value<std::string>(database.read(
      sql::accounts::kFindOwnName,
      {{"account", credentials.account}, {"token_hash", credentials.token_hash}, {"now", now}}));
}

std::optional<Authenticated> authenticate(storage::Database& database,
                                          const Credentials& credentials, Instant now) {
  auto rows = database.read(
      sql::accounts::kAuthenticate,
      {{"account", credentials.account}, {"token_hash", credentials.token_hash}, {"now", now}});
  return storage::only_row(rows, take_authenticated);
}

std::optional<std::int64_t> find_live_session(storage::Database& database,
                                              const std::vector<Credentials>& sessions,
                                              Instant now) {
  return storage::only_value<std::int64_t>(database.read(
      sql::accounts::kFindLiveSession,
      {accounts_of("accounts", sessions), hashes_of("token_hashes", sessions), {"now", now}}));
}

void touch_session(storage::Database& database, const Credentials& credentials, SessionKind kind,
                   Instant now) {
  const auto [idle_max, age_max] = lifetime(kind);
  database.write(sql::accounts::kTouchSession, {{"account", credentials.account},
                                                {"token_hash", credentials.token_hash},
                                                {"now", now},
                                                {"idle_ends_at", now + idle_max},
                                                {"age_s_max", age_max.count()}});
}

bool end_session(storage::Database& database, const Credentials& credentials, Instant now) {
  auto rows = database.write(
      sql::accounts::kEndSession,
      {{"account", credentials.account}, {"token_hash", credentials.token_hash}, {"now", now}});
  return rows.next() && rows.take<bool>();
}

std::optional<Authenticated> change_settings(storage::Database& database,
                                             const Credentials& credentials,
                                             const Settings& settings, Instant now) {
  auto rows =
      database.write(sql::accounts::kChangeSettings, {{"account", credentials.account},
                                                      {"token_hash", credentials.token_hash},
                                                      {"now", now},
                                                      {"language", to_sql(settings.language)},
                                                      {"time_zone", settings.time_zone},
                                                      {"day_starts_at", settings.day_starts_at}});
  return storage::only_row(rows, take_authenticated);
}

std::optional<SessionKind> lock_account(storage::Database& database, const Credentials& credentials,
                                        const std::string& password_hash, Instant now) {
  auto rows = database.write(sql::accounts::kLockAccount, {{"account", credentials.account},
                                                           {"token_hash", credentials.token_hash},
                                                           {"password_hash", password_hash},
                                                           {"now", now}});
  return storage::only_row(rows, take_session_kind);
}

std::optional<Account> change_password(storage::Database& database, const Credentials& credentials,
                                       const PasswordChange& password,
                                       const Reservation& reservation, const Settings& settings,
                                       const SessionRow& renewed) {
  auto rows =
      database.write(sql::accounts::kChangePassword, {{"account", credentials.account},
                                                      {"token_hash", credentials.token_hash},
                                                      {"now", renewed.created_at},
                                                      {"password_hash", password.from},
                                                      {"new_password_hash", password.to},
                                                      {"username_key", reservation.username_key},
                                                      {"network", reservation.network},
                                                      {"source", reservation.source},
                                                      {"counted_at", reservation.counted_at},
                                                      {"language", to_sql(settings.language)},
                                                      {"time_zone", settings.time_zone},
                                                      {"day_starts_at", settings.day_starts_at},
                                                      {"new_token_hash", renewed.token_hash},
                                                      {"new_ends_at", renewed.ends_at}});
  return storage::only_row(rows, take_account);
}

Counted erase(storage::Database& database, shared::AccountId account,
              const std::string& username_key) {
  auto row = storage::the_row(database.write(
      sql::accounts::kErase, {{"account", account}, {"username_key", username_key}}));
  Counted counted{.longest_streak = row.take<int>()};
  counted.points = row.take<std::int64_t>();
  counted.points_slot = row.take<int>();
  counted.achievements = row.take<std::vector<shared::AchievementId>>();
  return counted;
}

void leave_counts(storage::Database& database, shared::AccountId account, const Counted& counted) {
  const storage::HistogramArrays histogram{
      shared::histogram_change(counted.longest_streak, std::nullopt)};
  database.write(sql::accounts::kLeaveCounts, {{"account", account},
                                               {"nodes", histogram.nodes},
                                               {"deltas", histogram.deltas},
                                               {"achievements", counted.achievements},
                                               {"points", counted.points},
                                               {"points_slot", counted.points_slot}});
}

std::optional<FoundSessions> list_sessions(storage::Database& database,
                                           const Credentials& credentials,
                                           std::optional<shared::SessionId> before, int limit,
                                           Instant now) {
  constexpr shared::SessionId kAfterAll{std::numeric_limits<std::int64_t>::max()};
  auto rows =
      database.read(sql::accounts::kListSessions, {{"account", credentials.account},
                                                   {"token_hash", credentials.token_hash},
                                                   {"now", now},
                                                   {"before_session", before.value_or(kAfterAll)},
                                                   {"limit", limit}});
  std::optional<FoundSessions> found;
  while (rows.next()) {
    if (!found) {
      found.emplace();
    }
    found->use = take_session_use(rows);
    if (const auto id = rows.take<std::optional<shared::SessionId>>()) {
      Session session{.id = *id};
      session.kind = take_session_kind(rows);
      session.created_at = rows.take<Instant>();
      session.last_seen_at = rows.take<Instant>();
      session.user_agent = rows.take<std::string>();
      session.is_current = rows.take<bool>();
      found->sessions.push_back(std::move(session));
    }
  }
  return found;
}

std::optional<EndedSession> end_session_by_id(storage::Database& database,
                                              const Credentials& credentials,
                                              shared::SessionId session, Instant now) {
  auto rows =
      database.write(sql::accounts::kEndSessionById, {{"account", credentials.account},
                                                      {"token_hash", credentials.token_hash},
                                                      {"session", session},
                                                      {"now", now}});
  return storage::only_row(rows, [&] {
    const auto use = take_session_use(rows);
    return EndedSession{.use = use, .was_current = rows.take<std::optional<bool>>()};
  });
}

}  // namespace store
}  // namespace daymark::accounts
