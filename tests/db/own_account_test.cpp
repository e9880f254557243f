// What somebody does to their own account with their password: a new one, and the end of it all.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/store.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using accounts::SessionKind;
using std::chrono::seconds;

const std::string kName = "somebody";
const std::string kPassword = "a walk along the river";
const std::string kOther = "a walk along the coast";
const std::string kHome = "203.0.113.0/24";
const std::string kElsewhere = "198.51.100.0/24";

std::string network_number(int number) { return "10.0." + std::to_string(number) + ".0/24"; }

/// What a change or the end of an account came to.
template <class Outcome>
std::string name_of(const Outcome& outcome) {
  if (std::holds_alternative<accounts::NotSignedIn>(outcome)) {
    return "not signed in";
  }
  if (std::holds_alternative<accounts::WrongPassword>(outcome)) {
    return "wrong";
  }
  return std::holds_alternative<accounts::HeldUp>(outcome) ? "held up" : "done";
}

}  // namespace

struct OwnAccountWorld : CheckedWorld {
  OwnAccountWorld() : session{sign_up(kName)} {}

  Credentials sign_up(const std::string& name) {
    const auto signed_in = accounts::sign_up(
        database, hasher,
        {.username = name, .username_key = name, .password = kPassword, .network = kHome},
        {.kind = SessionKind::kCookie, .user_agent = "test"}, now);
    return server::read_token(signed_in.value().token).value();
  }

  std::optional<Credentials> sign_in(storage::Database& own, const std::string& password,
                                     const std::string& network = kHome) const {
    const auto outcome = accounts::sign_in(
        own, hasher, {.username_key = kName, .password = password, .network = network},
        {.kind = SessionKind::kBearer}, now);
    const auto* signed_in = std::get_if<accounts::SignedIn>(&outcome);
    return signed_in == nullptr ? std::nullopt : server::read_token(signed_in->token);
  }

  /// What the change came to. `renewed`: set to the session that takes the old one's place.
  std::string change_password(storage::Database& own, const Credentials& credentials,
                              const accounts::NewPassword& password,
                              const std::string& network = kHome,
                              std::optional<Credentials>* renewed = nullptr) const {
    const auto outcome =
        accounts::change_password(own, hasher, credentials, password, {}, network, now);
    const auto* signed_in = std::get_if<accounts::SignedIn>(&outcome);
    if (renewed != nullptr && signed_in != nullptr) {
      *renewed = server::read_token(signed_in->token);
    }
    return name_of(outcome);
  }

  std::string erase(storage::Database& own, const Credentials& credentials,
                    const std::string& password = kPassword) const {
    return name_of(accounts::erase(own, hasher, credentials, password, kHome, now));
  }

  std::string count(const std::string& table) {
    return ask(admin, "select count(*) from " + table);
  }

  bool is_signed_in(const Credentials& credentials) {
    return accounts::authenticate(database, credentials, now).has_value();
  }

  accounts::PasswordHasher hasher{{.memory_kib = 8, .passes = 1}};
  Credentials session;
};

BOOST_FIXTURE_TEST_SUITE(own_account, OwnAccountWorld)

// --- A new password.

BOOST_AUTO_TEST_CASE(a_new_password_ends_all_sessions_and_the_old_password_and_gives_a_new_token) {
  const auto other = sign_in(database, kPassword).value();
  const auto stranger = sign_up("another");
  std::optional<Credentials> renewed;
  BOOST_TEST(change_password(database, session, {.current = kPassword, .wanted = kOther}, kHome,
                             &renewed) == "done");
  BOOST_REQUIRE(renewed.has_value());
  BOOST_TEST(is_signed_in(*renewed));
  BOOST_TEST(!is_signed_in(session));
  BOOST_TEST(!is_signed_in(other));
  BOOST_TEST(is_signed_in(stranger));
  BOOST_TEST(!sign_in(database, kPassword).has_value());
  BOOST_TEST(sign_in(database, kOther).has_value());
}

BOOST_AUTO_TEST_CASE(a_renewed_session_is_a_new_one_of_the_same_kind_and_device) {
  const auto token = sign_in(database, kPassword).value();
  now += std::chrono::days{10};
  for (const auto& old : {session, token}) {
    const auto is_first = old.token_hash == session.token_hash;
    const auto from = is_first ? kPassword : kOther;
    const auto signed_in = std::get<accounts::SignedIn>(accounts::change_password(
        database, hasher, old, {.current = from, .wanted = is_first ? kOther : kPassword}, {},
        kHome, now));
    const auto idle = accounts::lifetime(is_first ? SessionKind::kCookie : SessionKind::kBearer);
    BOOST_TEST((signed_in.ends_at == now + idle.idle_max));
    const auto row = admin.query(
        "select kind, user_agent, created_at = $2::timestamptz and last_seen_at = $2::timestamptz "
        "and ends_at = $3::timestamptz from sessions where token_hash = $1::bytea",
        {server::read_token(signed_in.token)->token_hash, shared::to_string(now),
         shared::to_string(signed_in.ends_at)});
    BOOST_TEST(to_text(row) == (is_first ? "cookie test t\n" : "bearer  t\n"));
    if (is_first) {
      BOOST_TEST(!is_signed_in(token));
      admin.query(
          "insert into sessions (account_id, token_hash, kind, created_at, last_seen_at, "
          "ends_at, user_agent) select account_id, $1::bytea, 'bearer', created_at, "
          "last_seen_at, ends_at, '' from sessions",
          {token.token_hash});
    }
  }
  BOOST_TEST(count("sessions") == "1");
}

BOOST_AUTO_TEST_CASE(a_new_password_that_fails_in_between_leaves_the_old_one_and_its_session) {
  const auto other = sign_in(database, kPassword).value();
  admin.query(
      "create function fail() returns trigger language plpgsql as "
      "$$ begin raise exception 'no'; end $$");
  admin.query("grant execute on function fail() to daymark_worker");
  for (const std::string trigger :
       {"trigger broken before insert on sessions for each row",
        "trigger broken after update on accounts for each row",
        "constraint trigger broken after update on credentials deferrable initially deferred for "
        "each row"}) {
    BOOST_TEST_CONTEXT(trigger) {
      const auto table = trigger.substr(trigger.find(" on ") + 4);
      admin.query("create " + trigger + " execute function fail()");
      BOOST_CHECK_THROW(
          change_password(database, session, {.current = kPassword, .wanted = kOther}),
          storage::Failure);
      admin.query("drop trigger broken on " + table.substr(0, table.find(' ')));
      BOOST_TEST(is_signed_in(session));
      BOOST_TEST(is_signed_in(other));
      BOOST_TEST(!sign_in(database, kOther, kElsewhere).has_value());
      BOOST_TEST(sign_in(database, kPassword, kElsewhere).has_value());
    }
  }
  BOOST_TEST(change_password(database, session, {.current = kPassword, .wanted = kOther}) ==
             "done");
}

BOOST_AUTO_TEST_CASE(who_signs_out_while_the_password_changes_is_signed_out_or_told_too_late) {
  auto current = session;
  auto password = kPassword;
  for (int round = 0; round < 20; ++round) {
    const auto wanted = kOther + std::to_string(round);
    std::optional<Credentials> renewed;
    std::string outcome;
    bool is_signed_out = false;
    in_parallel(2, [&](int thread) {
      storage::Database own;
      if (thread == 0) {
        outcome =
            change_password(own, current, {.current = password, .wanted = wanted}, kHome, &renewed);
      } else {
        is_signed_out = accounts::sign_out(own, {current}, now);
      }
    });
    BOOST_TEST(!is_signed_in(current));
    BOOST_TEST((outcome == "done") != is_signed_out, outcome);
    BOOST_TEST(count("sessions") == (is_signed_out ? "0" : "1"));
    password = outcome == "done" ? wanted : password;
    current = renewed ? *renewed : sign_in(database, password).value();
  }
}

BOOST_AUTO_TEST_CASE(settings_change_with_the_password_or_not_at_all) {
  const auto change = [&](const std::string& current) {
    return name_of(accounts::change_password(
        database, hasher, session, {.current = current, .wanted = kOther},
        {.language = shared::Language::kRussian, .time_zone = "Asia/Tokyo", .day_starts_at = 7},
        kHome, now));
  };
  const auto settings = [&] {
    return to_text(admin.query("select language, time_zone, day_starts_at from accounts"));
  };
  const auto before = settings();
  BOOST_TEST(change(kOther) == "wrong");
  BOOST_TEST(settings() == before);
  BOOST_TEST(change(kPassword) == "done");
  BOOST_TEST(settings() == "ru Asia/Tokyo 7\n");
}

BOOST_AUTO_TEST_CASE(of_many_new_passwords_at_once_one_wins_and_the_others_are_told) {
  std::vector<Credentials> sessions{session};
  for (int number = 1; number < 8; ++number) {
    sessions.push_back(sign_in(database, kPassword, network_number(number)).value());
  }
  std::atomic<int> done = 0;
  std::vector<std::string> outcomes(8);
  std::vector<std::optional<Credentials>> renewed(8);
  in_parallel(8, [&](int number) {
    storage::Database own;
    const auto at = static_cast<std::size_t>(number);
    outcomes[at] = change_password(
        own, sessions[at], {.current = kPassword, .wanted = kOther + std::to_string(number)},
        network_number(number), &renewed[at]);
    done += outcomes[at] == "done" ? 1 : 0;
  });
  BOOST_TEST(done == 1);
  BOOST_TEST(count("sessions") == "1");
  for (std::size_t number = 0; number < 8; ++number) {
    const auto is_winner = outcomes[number] == "done";
    BOOST_TEST((is_winner || outcomes[number] == "wrong" || outcomes[number] == "not signed in"),
               outcomes[number]);
    BOOST_TEST(!is_signed_in(sessions[number]));
    BOOST_TEST((renewed[number] && is_signed_in(*renewed[number])) == is_winner);
    BOOST_TEST(sign_in(database, kOther + std::to_string(number),
                       network_number(100 + static_cast<int>(number)))
                   .has_value() == is_winner);
  }
}

BOOST_AUTO_TEST_CASE(of_two_new_passwords_at_once_by_one_session_the_second_is_too_late) {
  std::vector<std::string> outcomes(2);
  in_parallel(2, [&](int number) {
    storage::Database own;
    outcomes[static_cast<std::size_t>(number)] = change_password(
        own, session, {.current = kPassword, .wanted = kOther + std::to_string(number)});
  });
  std::ranges::sort(outcomes);
  BOOST_TEST(outcomes[0] == "done");
  // Its session has ended; where it came later still, the password was not the present one before.
  BOOST_TEST((outcomes[1] == "not signed in" || outcomes[1] == "wrong"), outcomes[1]);
  BOOST_TEST(count("sessions") == "1");
}

BOOST_AUTO_TEST_CASE(who_signs_in_with_the_old_password_just_before_the_new_one_is_signed_out) {
  for (int round = 0; round < 8; ++round) {
    const auto from = round % 2 == 0 ? kPassword : kOther;
    const auto to = round % 2 == 0 ? kOther : kPassword;
    std::atomic<bool> is_changed = false;
    std::optional<Credentials> renewed;
    in_parallel(5, [&](int thread) {
      storage::Database own;
      if (thread == 0) {
        BOOST_TEST_MESSAGE(
            change_password(own, session, {.current = from, .wanted = to}, kHome, &renewed));
        is_changed = true;
        return;
      }
      while (!is_changed && sign_in(own, from, network_number(thread)).has_value()) {
      }
    });
    BOOST_TEST(count("sessions") == "1");
    BOOST_REQUIRE(renewed.has_value());
    BOOST_TEST(is_signed_in(*renewed));
    session = *renewed;
    now += std::chrono::hours{1};
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_current_password_is_slowed_like_a_sign_in_and_changes_nothing) {
  const auto hash = ask(admin, "select password_hash from credentials");
  for (int attempt = 0; attempt < 5; ++attempt) {
    BOOST_TEST(change_password(database, session, {.current = kOther, .wanted = kOther}) ==
               "wrong");
  }
  BOOST_TEST(change_password(database, session, {.current = kPassword, .wanted = kOther}) ==
             "held up");
  BOOST_TEST(erase(database, session) == "held up");
  BOOST_TEST(ask(admin, "select password_hash from credentials") == hash);
  // That is for this session alone.
  const auto other = sign_in(database, kPassword).value();
  BOOST_TEST(name_of(accounts::change_password(
                 database, hasher, other, {.current = kOther, .wanted = kOther}, {}, kHome, now)) ==
             "wrong");
  now += seconds{1};
  BOOST_TEST(change_password(database, session, {.current = kPassword, .wanted = kOther}) ==
             "done");
  BOOST_TEST(count("failed_sign_ins") == "1");
}

BOOST_AUTO_TEST_CASE(others_of_its_network_hold_no_session_up) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    BOOST_TEST(!sign_in(database, kOther).has_value());
  }
  BOOST_TEST(!sign_in(database, kPassword).has_value());
  std::optional<Credentials> renewed;
  BOOST_TEST(change_password(database, session, {.current = kPassword, .wanted = kPassword}, kHome,
                             &renewed) == "done");
  BOOST_TEST(!sign_in(database, kPassword).has_value());
  session = renewed.value();
  BOOST_TEST(erase(database, session) == "done");
}

BOOST_AUTO_TEST_CASE(a_session_that_has_ended_changes_and_erases_nothing) {
  const auto later = now + std::chrono::days{30};
  BOOST_TEST(name_of(accounts::change_password(database, hasher, session,
                                               {.current = kPassword, .wanted = kOther}, {}, kHome,
                                               later)) == "not signed in");
  BOOST_TEST(name_of(accounts::erase(database, hasher, session, kPassword, kHome, later)) ==
             "not signed in");
  BOOST_TEST(count("accounts") == "1");
}

// --- The end of an account.

BOOST_AUTO_TEST_CASE(an_erased_account_leaves_no_row_and_its_place_in_the_histogram) {
  const auto other = sign_up("another");
  for (int days_ago = 0; days_ago < 20; ++days_ago) {
    static_cast<void>(
        recorder.record(database, session,
                        {.mood = "okay",
                         .rating = 3,
                         .day = day("2026-03-10") - shared::days{days_ago + days_ago / 17}},
                        std::nullopt, now));
  }
  BOOST_TEST(!sign_in(database, kOther, kElsewhere).has_value());
  BOOST_TEST(sign_in(database, kPassword).has_value());
  BOOST_TEST(erase(database, session) == "done");
  const auto id = shared::to_string(session.account);
  for (const auto& row : admin.query("select table_name from information_schema.columns where "
                                     "table_schema = 'public' and column_name = 'account_id'")) {
    BOOST_TEST(ask(admin, "select count(*) from " + row[0] + " where account_id = $1::bigint",
                   {id}) == "0",
               row[0]);
  }
  BOOST_TEST(count("failed_sign_ins") == "0");
  BOOST_TEST(count("strangers_failed_sign_ins") == "0");
  BOOST_TEST(count("accounts") == "1");
  BOOST_TEST(is_signed_in(other));
  BOOST_TEST(erase(database, session) == "not signed in");
  BOOST_TEST(!sign_in(database, kPassword).has_value());
}

BOOST_AUTO_TEST_CASE(a_name_is_free_again_when_its_account_is_gone) {
  BOOST_TEST(erase(database, session) == "done");
  const auto again = sign_up(kName);
  BOOST_TEST((again.account != session.account));
}

BOOST_AUTO_TEST_CASE(the_end_of_an_account_waits_for_nobody_and_breaks_nobody_on_it) {
  for (int round = 0; round < 6; ++round) {
    const auto name = "name" + std::to_string(round);
    const auto person = sign_up(name);
    std::atomic<bool> is_gone = false;
    std::string outcome;
    in_parallel(6, [&](int thread) {
      storage::Database own;
      if (thread == 0) {
        outcome = erase(own, person);
        is_gone = true;
        return;
      }
      // Each of these throws where something breaks, and ends when the account is gone.
      while (!is_gone) {
        if (thread % 2 == 0) {
          static_cast<void>(recorder.record(
              own, person,
              {.mood = "okay", .rating = 3, .day = day("2026-03-10") - shared::days{thread}},
              std::nullopt, now));
        } else {
          static_cast<void>(accounts::sign_in(
              own, hasher,
              {.username_key = name, .password = kPassword, .network = network_number(thread)}, {},
              now));
        }
      }
    });
    BOOST_TEST(outcome == "done");
  }
  BOOST_TEST(count("accounts") == "1");
  BOOST_TEST(count("sessions") == "1");
  BOOST_TEST(count("entries") == "0");
}

BOOST_AUTO_TEST_CASE(of_many_who_erase_one_account_one_does) {
  std::atomic<int> done = 0;
  in_parallel(4, [&](int) {
    storage::Database own;
    done += erase(own, session) == "done" ? 1 : 0;
  });
  BOOST_TEST(done == 1);
  BOOST_TEST(count("accounts") == "0");
}

// --- The sessions themselves.

BOOST_AUTO_TEST_CASE(live_sessions_are_listed_newest_first_page_by_page) {
  std::vector<Credentials> sessions;
  for (int number = 0; number < 5; ++number) {
    sessions.push_back(sign_in(database, kPassword).value());
  }
  static_cast<void>(sign_up("another"));
  admin.query("update sessions set ends_at = $1::timestamptz where token_hash = $2::bytea",
              {shared::to_string(now), sessions[2].token_hash});
  std::vector<shared::SessionId> listed;
  accounts::SessionsWanted wanted{.limit = 2, .before = std::nullopt};
  int currents = 0;
  while (true) {
    const auto page = std::get<accounts::SessionPage>(
        accounts::list_sessions(database, sessions[4], wanted, now));
    for (const auto& one : page.items) {
      listed.push_back(one.id);
      currents += one.is_current ? 1 : 0;
    }
    if (!page.has_more) {
      break;
    }
    wanted.before = page.items.back().id;
  }
  BOOST_TEST(listed.size() == 5U);
  BOOST_TEST(std::ranges::is_sorted(listed, std::ranges::greater{}));
  BOOST_TEST(currents == 1);
}

BOOST_AUTO_TEST_CASE(a_session_is_ended_by_its_own_account_and_only_while_it_lives) {
  const auto victim = sign_in(database, kPassword).value();
  const auto other = sign_up("another");
  const shared::SessionId id{std::stoll(ask(
      admin, "select session_id from sessions where token_hash = $1::bytea", {victim.token_hash}))};
  const auto end_as = [&](const Credentials& credentials, Instant instant) {
    return accounts::end_session(database, credentials, id, instant).index();
  };
  constexpr std::size_t kNotSignedIn = 1;
  constexpr std::size_t kNoSuchSession = 2;
  BOOST_TEST(end_as(other, now) == kNoSuchSession);
  BOOST_TEST(end_as(session, now + std::chrono::days{31}) == kNotSignedIn);
  BOOST_TEST(is_signed_in(victim));
  BOOST_TEST(end_as(session, now) == 0U);
  BOOST_TEST(!is_signed_in(victim));
  BOOST_TEST(end_as(session, now) == kNoSuchSession);
  BOOST_TEST(is_signed_in(session));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
