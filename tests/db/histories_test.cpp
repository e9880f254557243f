// Thousands of random lives: entries now and in the past, removals, moves to zones with odd clocks
// and other starts of the day, while time goes by. Again and again the answers are held against an
// oracle in plain SQL, which looks at nothing but the raw entries.
//
//   DAYMARK_TEST_SEED        the lives are the same for the same seed (20260310)
//   DAYMARK_TEST_HISTORIES   how many lives (4000)
//   DAYMARK_TEST_HISTORY     only the life of this number
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "clock.hpp"
#include "support/oracle.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr int kThreads = 3;
constexpr int kOperationsMin = 5;
constexpr int kOperationsMax = 40;
constexpr std::size_t kFailuresTold = 10;
constexpr std::size_t kComparisonsChecked = 300;

/// A zone and a time at which its clocks do something odd; or at least have an odd offset.
struct Spot {
  const char* zone;
  const char* instant;
};

constexpr std::array kSpots{
    Spot{"Pacific/Apia", "2011-12-29T12:00:00Z"},         // no 30th of December
    Spot{"Pacific/Kiritimati", "1994-12-30T12:00:00Z"},   // no last day of the year
    Spot{"Pacific/Kwajalein", "1993-08-20T12:00:00Z"},    // no 21st of August
    Spot{"America/St_Johns", "2006-10-28T12:00:00Z"},     // back at 00:01
    Spot{"America/St_Johns", "2006-04-01T12:00:00Z"},     // forward at 00:01
    Spot{"America/Havana", "2024-03-09T12:00:00Z"},       // no midnight
    Spot{"America/Havana", "2024-11-02T12:00:00Z"},       // two midnights
    Spot{"America/Santiago", "2024-09-07T12:00:00Z"},     // no midnight
    Spot{"Asia/Beirut", "2024-03-30T12:00:00Z"},          // no midnight
    Spot{"Atlantic/Azores", "2024-03-30T12:00:00Z"},      // no midnight
    Spot{"Atlantic/Azores", "2024-10-26T12:00:00Z"},      // two midnights
    Spot{"Australia/Lord_Howe", "2024-04-06T12:00:00Z"},  // by half an hour
    Spot{"Australia/Lord_Howe", "2024-10-05T12:00:00Z"},
    Spot{"Antarctica/Troll", "2024-03-30T12:00:00Z"},   // by two hours
    Spot{"Asia/Kathmandu", "1985-12-31T12:00:00Z"},     // +05:30 to +05:45
    Spot{"Asia/Pyongyang", "2018-05-04T12:00:00Z"},     // +08:30 to +09
    Spot{"America/Caracas", "2016-04-30T12:00:00Z"},    // −04:30 to −04
    Spot{"Africa/Monrovia", "1972-01-06T12:00:00Z"},    // −00:44:30 to UTC
    Spot{"Europe/Amsterdam", "1937-06-30T12:00:00Z"},   // +01:19:32 to +01:20
    Spot{"Africa/Casablanca", "2024-03-09T12:00:00Z"},  // summer time the wrong way round
    Spot{"Europe/Berlin", "2024-03-30T12:00:00Z"},
    Spot{"America/New_York", "2024-11-02T12:00:00Z"},
    Spot{"Pacific/Chatham", "2024-09-28T12:00:00Z"},
    Spot{"Pacific/Pago_Pago", "2026-03-10T12:00:00Z"},
    Spot{"Asia/Kolkata", "2026-02-27T12:00:00Z"},
    Spot{"UTC", "2024-02-28T12:00:00Z"},
};

constexpr std::array kDayStarts{0, 0, 0, 1, 2, 4, 5, 12, 23};

/// What the raw entries say of one account at one time.
struct Truth {
  std::string today;
  std::string status;
  std::string entries;    // `id:streak` of each, newest first
  std::string runs;       // `first/last` of each
  std::string kept_runs;  // the same from the table that the service keeps
};

/// Worked out from the entries by a session of its own.
class Oracle {
 public:
  explicit Oracle(const TestDatabase& place) : session_{place.connect()}, clock_{place.connect()} {
    session_.query(R"sql(
      prepare truth (bigint, timestamptz, text, integer) as
      with logged as (
        select distinct day from entries where account_id = $1
      ), islands as (
        select min(day) as first_day, max(day) as last_day, count(*) as length
          from (select day, day - (row_number() over (order by day))::integer as island
                  from logged) numbered
         group by island
      ), clock as (
        select (($2 at time zone $3) - make_interval(hours => $4))::date as today
      ), newest as (
        select * from islands order by last_day desc limit 1
      )
      select today,
             coalesce((select length from newest where last_day >= today - 1), 0),
             coalesce((select max(length) from islands), 0),
             exists (select from logged where day = today),
             (select last_day + 2 from newest where last_day >= today - 1),
             (select string_agg(e.entry_id || ':' || e.day - i.first_day + 1, ' '
                                order by e.day desc, e.recorded_at desc, e.entry_id desc)
                from entries e join islands i on e.day between i.first_day and i.last_day
               where e.account_id = $1),
             (select string_agg(first_day || '/' || last_day, ' ' order by first_day) from islands),
             (select string_agg(first_day || '/' || last_day, ' ' order by first_day)
                from runs where account_id = $1 and activity = 'mood')
        from clock)sql");
  }

  [[nodiscard]] CivilDay day_of(Instant instant, const std::string& zone, int starts_at) {
    return clock_.day_of(instant, {.zone = zone, .starts_at = starts_at});
  }

  [[nodiscard]] Truth truth(shared::AccountId account, Instant now, const std::string& zone,
                            int starts_at) {
    const auto row =
        session_
            .query("execute truth (" + shared::to_string(account) + ", '" + shared::to_string(now) +
                   "', '" + zone + "', " + std::to_string(starts_at) + ")")
            .at(0);
    auto status = "streak " + row[1] + ", longest " + row[2] +
                  (row[3] == "t" ? ", logged today" : ", not logged today");
    if (!row[4].empty()) {
      status += ", until " + shared::to_string(clock_.start_of(
                                 day(row[4]), {.zone = zone, .starts_at = starts_at}));
    }
    return {
        .today = row[0], .status = status, .entries = row[5], .runs = row[6], .kept_runs = row[7]};
  }

 private:
  support::Database session_;
  Clock clock_;
};

/// What is wrong, with all that led to it.
class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One account and what happens to it.
class History {
 public:
  History(storage::Database& database, Oracle& oracle, Credentials person, std::uint64_t seed)
      : database_{database}, oracle_{oracle}, person_{std::move(person)}, random_{seed} {}

  /// Throws Mistake.
  void live() {
    const auto& spot = kSpots.at(up_to(kSpots.size() - 1));
    now_ = at(spot.instant) + minutes{up_to(3 * 24 * 60)} - days{up_to(3)};
    move_to(spot.zone, kDayStarts.at(up_to(kDayStarts.size() - 1)));
    std::geometric_distribution<int> more{0.08};
    const int operations = std::min(kOperationsMin + more(random_), kOperationsMax);
    for (int done = 0; done < operations; ++done) {
      operate();
      if (up_to(6) == 0) {
        check();
      }
    }
    check();
    check_pages();
  }

 private:
  std::size_t up_to(std::size_t greatest) {
    return std::uniform_int_distribution<std::size_t>{0, greatest}(random_);
  }

  void operate() {
    last_recorded_.reset();
    switch (up_to(20)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return record_now();
      case 5:
      case 6:
      case 7:
        return record_on_day();
      case 8:
      case 9:
      case 10:
        return record_at_instant();
      case 11:
      case 12:
        return remove_any();
      case 13:
        return change_any();
      case 14:
        return move_to(kSpots.at(up_to(kSpots.size() - 1)).zone,
                       kDayStarts.at(up_to(kDayStarts.size() - 1)));
      case 15:
        return change_any();
      case 16:
        return move_to(zone_, static_cast<int>(up_to(23)));
      default:
        return advance();
    }
  }

  void record_now() { record({.mood = "okay", .rating = 3}, today()); }

  void record_on_day() {
    const auto wanted =
        up_to(9) == 0 ? today() - days{up_to(400)} : today() + days{1} - days{up_to(14)};
    record({.mood = "okay", .rating = 3, .day = wanted}, wanted);
  }

  void record_at_instant() {
    const auto instant = now_ + minutes{5} - microseconds{minutes{up_to(16 * 24 * 60)}} -
                         microseconds{up_to(1) * 250'000};
    record({.mood = "okay", .rating = 3, .recorded_at = instant},
           oracle_.day_of(instant, zone_, starts_at_));
  }

  void record(const mood::NewEntry& new_entry, CivilDay wanted) {
    tell("record on " + shared::to_string(wanted));
    const auto answer = recorder_.record(database_, person_, new_entry, std::nullopt, now_);
    if (wanted > today()) {
      require(std::holds_alternative<mood::DayInFuture>(answer),
              "an entry in the future is recorded");
      return;
    }
    const auto* recorded = std::get_if<mood::Recorded>(&answer);
    require(recorded != nullptr, "an entry is refused");
    require(recorded->entry.day == wanted,
            "the entry's day is " + shared::to_string(recorded->entry.day));
    entries_.push_back(recorded->entry);
    last_recorded_ = *recorded;
  }

  void remove_any() {
    if (entries_.empty()) {
      return record_now();
    }
    const auto place = entries_.begin() + static_cast<std::ptrdiff_t>(up_to(entries_.size() - 1));
    tell("remove " + shared::to_string(place->id));
    const auto answer = mood::remove(
        database_, person_, place->id, [](int) { return true; }, now_);
    require(std::holds_alternative<mood::Removed>(answer), "an entry is not removed");
    entries_.erase(place);
  }

  /// Another note, another day, or another instant.
  void change_any() {
    if (entries_.empty()) {
      return record_now();
    }
    auto& entry = entries_.at(up_to(entries_.size() - 1));
    const auto wanted = today() + days{1} - days{up_to(14)};
    switch (up_to(2)) {
      case 0:
        return change(entry, {.note = "another"}, entry.day);
      case 1:
        return change(entry, {.day = wanted}, wanted);
      default:
        const auto instant = now_ + minutes{5} - microseconds{minutes{up_to(16 * 24 * 60)}};
        return change(
            entry, {.recorded_at = instant},
            instant == entry.recorded_at ? entry.day : oracle_.day_of(instant, zone_, starts_at_));
    }
  }

  void change(mood::Entry& entry, const mood::EntryPatch& patch, CivilDay wanted) {
    tell("move " + shared::to_string(entry.id) + " to " + shared::to_string(wanted));
    const auto answer = mood::change(database_, milestones_, person_, entry.id, patch,
                                     [](int) { return true; }, now_, {});
    if (wanted > today() && wanted != entry.day) {
      const auto* faults = std::get_if<server::Faults>(&answer);
      require(faults != nullptr && faults->size() == 1 &&
                  faults->front().flaw == server::Flaw::kInFuture,
              "an entry goes to the future");
      return;
    }
    const auto* changed = std::get_if<mood::Changed>(&answer);
    require(changed != nullptr, "a change is refused");
    const auto& now_is = changed->recorded.entry;
    require(now_is.day == wanted, "the entry's day is " + shared::to_string(now_is.day));
    require(patch.day || patch.recorded_at || now_is.recorded_at == entry.recorded_at,
            "an entry's instant moves by itself");
    entry = now_is;
    last_recorded_ = changed->recorded;
  }

  void move_to(const std::string& zone, int starts_at) {
    tell("move to " + zone + ", days start at " + std::to_string(starts_at));
    require(accounts::change_settings(database_, person_,
                                      {.time_zone = zone, .day_starts_at = starts_at}, now_)
                .has_value(),
            "the settings do not change");
    zone_ = zone;
    starts_at_ = starts_at;
  }

  void advance() {
    now_ += up_to(3) == 0 ? minutes{up_to(90)} : minutes{up_to(36 * 60)};
    tell("it is " + shared::to_string(now_));
  }

  void check() {
    const auto truth = oracle_.truth(person_.account, now_, zone_, starts_at_);
    require_equal(truth.kept_runs, truth.runs, "runs");
    if (last_recorded_) {
      require_equal(to_text(last_recorded_->status), truth.status, "status after the entry");
      const auto entry = shared::to_string(last_recorded_->entry.id) + ":" +
                         std::to_string(last_recorded_->entry.streak);
      require((" " + truth.entries + " ").find(" " + entry + " ") != std::string::npos,
              "the new entry's streak is wrong: " + entry + " of " + truth.entries);
    }
    const auto page = list({.limit = server::kPageLimitMax});
    require_equal(to_text(page.status), truth.status, "status");
    require_equal(text(page), truth.entries, "entries");
  }

  /// The pages one after the other make the same list.
  void check_pages() {
    mood::PageWanted wanted{.limit = static_cast<int>(1 + up_to(6))};
    std::string all;
    for (bool has_more = true; has_more;) {
      const auto page = list(wanted);
      all += (all.empty() || page.entries.items.empty() ? "" : " ") + text(page);
      has_more = page.entries.has_more;
      if (has_more) {
        const auto& last = page.entries.items.back();
        wanted.after = {.day = last.day, .recorded_at = last.recorded_at, .entry = last.id};
      }
    }
    require_equal(all, oracle_.truth(person_.account, now_, zone_, starts_at_).entries, "pages");
  }

  mood::EntryPage list(const mood::PageWanted& wanted) {
    auto answer = lister_.list(database_, person_, wanted, now_);
    require(std::holds_alternative<mood::EntryPage>(answer), "nothing is listed");
    return std::get<mood::EntryPage>(std::move(answer));
  }

  static std::string text(const mood::EntryPage& page) {
    std::string text;
    for (const auto& entry : page.entries.items) {
      text += (text.empty() ? "" : " ") + shared::to_string(entry.id) + ":" +
              std::to_string(entry.streak);
    }
    return text;
  }

  CivilDay today() { return oracle_.day_of(now_, zone_, starts_at_); }

  void tell(const std::string& what) { told_ += "\n  " + shared::to_string(now_) + " " + what; }

  void require(bool condition, const std::string& mistake) const {
    if (!condition) {
      throw Mistake{mistake + told_};
    }
  }

  void require_equal(const std::string& given, const std::string& wanted,
                     const std::string& what) const {
    require(given == wanted, what + ": '" + given + "', not '" + wanted + "'");
  }

  storage::Database& database_;
  achievements::Milestones milestones_;
  support::WaitingRecorder recorder_{milestones_};
  support::WaitingLister lister_;
  Oracle& oracle_;
  Credentials person_;
  std::mt19937_64 random_;
  Instant now_;
  std::string zone_;
  int starts_at_ = 0;
  std::vector<mood::Entry> entries_;
  std::optional<mood::Recorded> last_recorded_;
  std::string told_;
};

/// The percentile of an account against a count over all others.
std::string comparison_by_count(support::Database& admin, shared::AccountId account, int streak) {
  const auto row = admin
                       .query(std::string{support::oracle::kComparison},
                              {shared::to_string(account), std::to_string(streak)})
                       .at(0);
  mood::StreakStatus status{.compared_with = std::stoll(row.at(1))};
  const auto below = std::stoll(row.at(0));
  if (streak > 0 && status.compared_with > 0 && 2 * below >= status.compared_with) {
    status.percentile = {static_cast<int>(below * 10'000 / status.compared_with)};
  }
  return comparison_text(status);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(histories, World)

BOOST_AUTO_TEST_CASE(after_every_random_history_the_answers_are_what_the_raw_entries_say) {
  const auto seed = std::stoull(environment("DAYMARK_TEST_SEED", "20260310"));
  const auto count = std::stoul(environment("DAYMARK_TEST_HISTORIES", "4000"));
  const auto only = std::stol(environment("DAYMARK_TEST_HISTORY", "-1"));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << count << " histories");
  // What a crash would leave on the disk is not looked at here.
  admin.query("alter database " + place.name() + " set synchronous_commit = off");
  const auto people = add_accounts(admin, static_cast<int>(count), {});
  rebuild_histogram(admin);
  admin.query("analyze");

  std::atomic<std::size_t> next = only < 0 ? 0 : static_cast<std::size_t>(only);
  const auto end = only < 0 ? count : static_cast<std::size_t>(only) + 1;
  std::mutex mutex;
  std::vector<std::string> mistakes;
  in_parallel(kThreads, [&](int) {
    storage::Database own;
    Oracle oracle{place};
    for (auto i = next++; i < end; i = next++) {
      try {
        History{own, oracle, people[i], seed * 1'000'003 + i}.live();
      } catch (const Mistake& mistake) {
        const std::lock_guard lock{mutex};
        mistakes.push_back("history " + std::to_string(i) + ": " + mistake.what());
      }
    }
  });
  for (std::size_t i = 0; i < std::min(mistakes.size(), kFailuresTold); ++i) {
    BOOST_ERROR(mistakes[i]);
  }
  BOOST_TEST(mistakes.size() == 0U);
  BOOST_TEST(find_faults(admin) == "");
  BOOST_TEST_MESSAGE(ask(admin,
                         "select count(*) || ' entries, ' || (select sum(version) from accounts) "
                         "|| ' changes' from entries"));

  // Now that nobody else changes anything, how they compare.
  std::mt19937_64 random{seed};
  for (std::size_t i = 0; i < std::min<std::size_t>(kComparisonsChecked, people.size()); ++i) {
    const auto& person = people[random() % people.size()];
    now = at(kSpots.at(random() % kSpots.size()).instant) + hours{random() % 96};
    const auto status =
        std::get<mood::EntryPage>(lister.list(database, person, {.limit = 1}, now)).status;
    BOOST_TEST(comparison_text(status) ==
               comparison_by_count(admin, person.account, status.streak));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
