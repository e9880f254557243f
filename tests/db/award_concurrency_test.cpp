// Many at once on few accounts, few achievements and few totals of points: whatever they do to each
// other, all that is kept is a count of what is there afterwards, and nobody waits in a circle.
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "award_world.hpp"
#include "mood/transfer.hpp"

namespace daymark::db_tests {
namespace {

constexpr std::array kCodes{"day-1", "day-2", "day-3", "worth-1", "worth-2"};

template <class... Expected, class Answer>
bool is_any_of(const Answer& answer) {
  return (std::holds_alternative<Expected>(answer) || ...);
}

void require(bool condition, const char* mistake) {
  if (!condition) {
    throw std::runtime_error{mistake};
  }
}

/// Accounts that come and go under a few names, for many threads.
class Crowd {
 public:
  Crowd(AwardWorld& world, int names)
      : world_{world}, credentials_(static_cast<std::size_t>(names)) {}

  /// Something at random.
  void act(storage::Database& own, std::mt19937& random) {
    const auto number = random() % credentials_.size();
    const auto name = "person" + std::to_string(number);
    const auto* code = kCodes.at(random() % kCodes.size());
    switch (random() % 24) {
      case 0:
      case 1:
        return sign_up(own, number, name);
      case 2:
        return erase(own, number);
      case 3:
      case 4:
      case 5:
      case 6:
        return record(own, number, random);
      case 7:
      case 8:
        return import(own, number, random);
      case 9:
      case 10:
        return remove(own, number);
      case 11:
      case 12:
      case 13:
      case 14:
      case 15:
        return require(
            is_any_of<achievements::TakenBack, achievements::NoSuchAward, achievements::NoSuchUser>(
                achievements::take_back(own, name, code, world_.now)),
            "taking back came to something else");
      default:
        return require(
            is_any_of<achievements::Awarded, achievements::AlreadyAwarded,
                      achievements::NoSuchUser>(achievements::award(
                own, name, {.code = code, .awarded_at = world_.now - shared::days{random() % 9}},
                world_.now)),
            "awarding came to something else");
    }
  }

  void sign_up(storage::Database& own, std::size_t number, const std::string& name) {
    const auto signed_in = accounts::sign_up(
        own, world_.hasher,
        {.username = name, .username_key = name, .password = AwardWorld::kPassword},
        {.kind = accounts::SessionKind::kBearer}, world_.now);
    if (signed_in) {
      const std::lock_guard lock{mutex_};
      credentials_.at(number) = server::read_token(signed_in->token);
    }
  }

 private:
  std::optional<Credentials> credentials(std::size_t number) {
    const std::lock_guard lock{mutex_};
    return credentials_.at(number);
  }

  /// Whose account ends while the password is looked at has a wrong one.
  void erase(storage::Database& own, std::size_t number) {
    if (const auto person = credentials(number)) {
      require(is_any_of<accounts::Erased, accounts::NotSignedIn, accounts::WrongPassword,
                        accounts::HeldUp>(
                  accounts::erase(own, world_.hasher, *person, AwardWorld::kPassword,
                                  std::string{accounts::kUnknownNetwork}, world_.now)),
              "erasing came to something else");
    }
  }

  /// With others who record today, or alone.
  void record(storage::Database& own, std::size_t number, std::mt19937& random) {
    if (const auto person = credentials(number)) {
      mood::NewEntry new_entry{.mood = "okay", .rating = 3};
      if (random() % 2 == 0) {
        new_entry.day = day("2026-06-01") - shared::days{random() % 9};
      }
      require(is_any_of<mood::Recorded, mood::NotSignedIn>(
                  recorder_.record(own, *person, new_entry, std::nullopt, world_.now)),
              "recording came to something else");
    }
  }

  void import(storage::Database& own, std::size_t number, std::mt19937& random) {
    const auto person = credentials(number);
    const auto account = person ? accounts::authenticate(own, *person, world_.now) : std::nullopt;
    if (!account) {
      return;
    }
    const auto first = day("2026-06-01") - shared::days{random() % 20};
    const mood::ReadFile read = [&](const mood::TakeEntry& take) {
      for (int row = 1; row <= 4; ++row) {
        static_cast<void>(
            take({.row = row,
                  .entry = {.new_entry = {
                                .mood = "bad", .rating = 2, .day = first - shared::days{row}}}}));
      }
      return server::Faults{};
    };
    require(is_any_of<mood::Imported, mood::NotSignedIn, mood::ImportRunning>(mood::import_entries(
                own, world_.milestones, *person, *account, read, world_.now, {})),
            "an import came to something else");
  }

  /// The newest entry.
  void remove(storage::Database& own, std::size_t number) {
    const auto person = credentials(number);
    if (!person) {
      return;
    }
    const auto answer = lister_.list(own, *person, {.limit = 1}, world_.now);
    const auto* page = std::get_if<mood::EntryPage>(&answer);
    if (page != nullptr && !page->entries.items.empty()) {
      require(
          is_any_of<mood::Removed, mood::NoSuchEntry, mood::NotSignedIn>(mood::remove(
              own, *person, page->entries.items.front().id, [](int) { return true; }, world_.now)),
          "removing came to something else");
    }
  }

  AwardWorld& world_;
  support::WaitingRecorder recorder_{world_.milestones};  // its own: their sessions end with it
  support::WaitingLister lister_;
  std::mutex mutex_;
  std::vector<std::optional<Credentials>> credentials_;
};

}  // namespace

struct CrowdedWorld : AwardWorld {
  CrowdedWorld() {
    offer("worth-1", 1);
    offer("worth-2", 2);
  }
};

BOOST_FIXTURE_TEST_SUITE(award_concurrency, CrowdedWorld)

BOOST_AUTO_TEST_CASE(whatever_many_do_at_once_all_figures_are_counts_and_nobody_is_deadlocked) {
  constexpr int kThreads = 12;
  constexpr int kRounds = 300;
  constexpr int kNames = 6;
  const auto deadlocks = count_deadlocks(admin);
  {
    Crowd crowd{*this, kNames};
    for (int number = 0; number < kNames; ++number) {
      crowd.sign_up(database, static_cast<std::size_t>(number), "person" + std::to_string(number));
    }
    in_parallel(kThreads, [&](int thread) {
      storage::Database own;
      std::mt19937 random{static_cast<unsigned>(thread)};
      for (int round = 0; round < kRounds; ++round) {
        crowd.act(own, random);
      }
    });
  }
  BOOST_TEST(count_deadlocks(admin) == deadlocks);
  BOOST_TEST(find_faults(admin) == "");
  BOOST_TEST_MESSAGE(ask(admin,
                         "select count(*) || ' accounts, ' || (select count(*) from awards) "
                         "|| ' awards, ' || (select count(*) from entries) || ' entries, ' "
                         "|| sum(version) || ' changes' from accounts"));
}

BOOST_AUTO_TEST_CASE(newcomers_who_come_to_the_same_totals_at_once_do_not_wait_in_a_circle) {
  constexpr int kThreads = 12;
  constexpr int kRounds = 25;
  const auto deadlocks = count_deadlocks(admin);
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    for (int round = 0; round < kRounds; ++round) {
      const auto name = "person" + std::to_string(thread) + "." + std::to_string(round);
      const auto signed_in = accounts::sign_up(
          own, hasher, {.username = name, .username_key = name, .password = kPassword},
          {.kind = accounts::SessionKind::kBearer}, now);
      const auto person = server::read_token(signed_in.value().token).value();
      // The first entry and three days in a row.
      for (int ago = 0; ago < 3; ++ago) {
        static_cast<void>(recorder.record(
            own, person,
            {.mood = "good", .rating = 4, .day = day("2026-06-01") - shared::days{ago}},
            std::nullopt, now));
      }
      const auto* code = round % 2 == 0 ? "worth-1" : "worth-2";
      static_cast<void>(
          achievements::award(own, name, {.code = code, .awarded_at = std::nullopt}, now));
      if (round % 5 == 0) {
        static_cast<void>(accounts::erase(own, hasher, person, kPassword,
                                          std::string{accounts::kUnknownNetwork}, now));
      }
    }
  });
  BOOST_TEST(count_deadlocks(admin) == deadlocks);
  BOOST_TEST(ask(admin, "select count(*) from accounts") ==
             std::to_string(kThreads * kRounds * 4 / 5));
  BOOST_TEST(holders("first-entry") == kThreads * kRounds * 4 / 5);
  BOOST_TEST(find_faults(admin) == "");
}

BOOST_AUTO_TEST_CASE(an_account_that_ends_while_it_is_awarded_leaves_no_count_behind) {
  for (int round = 0; round < 12; ++round) {
    const auto name = "person" + std::to_string(round);
    const auto person = sign_up(name);
    std::atomic<bool> is_gone = false;
    in_parallel(5, [&](int thread) {
      storage::Database own;
      if (thread == 0) {
        const auto answer = accounts::erase(own, hasher, person, kPassword,
                                            std::string{accounts::kUnknownNetwork}, now);
        is_gone = true;
        return require(is_any_of<accounts::Erased>(answer), "the account does not end");
      }
      std::mt19937 random{static_cast<unsigned>(thread)};
      while (!is_gone) {
        const auto* code = kCodes.at(random() % kCodes.size());
        if (random() % 2 == 0) {
          static_cast<void>(
              achievements::award(own, name, {.code = code, .awarded_at = std::nullopt}, now));
        } else {
          static_cast<void>(achievements::take_back(own, name, code, now));
        }
      }
    });
    BOOST_TEST(find_faults(admin) == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
