// Thousands of random operations, one after the other: people come and go, are awarded and lose it
// again, record moods and cross milestones. After each the statistics, the runs of seven days, the
// catalogue and all kept figures are held against an oracle in plain SQL, which looks at nothing
// but the raw awards.
//
//   DAYMARK_TEST_SEED               the same operations for the same seed (20260310)
//   DAYMARK_TEST_AWARD_OPERATIONS   how many (2000)
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "award_world.hpp"
#include "mood/transfer.hpp"
#include "support/oracle.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using std::chrono::minutes;

constexpr std::size_t kPeopleMax = 30;
constexpr std::size_t kFavourites = 2;  // who are awarded day by day
constexpr std::size_t kOperationsTold = 12;

constexpr std::array kZones{"UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago",
                            "America/Havana"};

/// Any sum of some of these is another one.
constexpr std::array kWorths{1, 2, 4, 8, 16, 32, 64};

/// What people mostly do for a while, so that totals get crowded, empty and all different.
enum class Phase {
  kCrowd,   // sign up, and so come to a total of 0
  kMix,     // anything
  kGather,  // come to one total, each by ways of their own
  kSpread,  // leave it, each for a total of their own
  kLeave,
};

struct Chapter {
  Phase phase;
  int operations;
};

constexpr std::array kStory{Chapter{Phase::kCrowd, 40},   Chapter{Phase::kMix, 150},
                            Chapter{Phase::kCrowd, 15},   Chapter{Phase::kGather, 170},
                            Chapter{Phase::kSpread, 170}, Chapter{Phase::kLeave, 35}};

/// What is wrong, with all that led to it.
class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Person {
  std::string name;
  Credentials credentials;
  int target = 0;  // the points to come to
};

/// What the operations have led to at least once.
struct Seen {
  bool several_slots = false;   // a total counted in another slot than the first
  bool crowd_of_one = false;    // one account left of many, where many were counted
  bool all_different = false;   // totals, of ten accounts or more
  bool two_with_seven = false;  // two accounts with seven days in a row
  bool nobody = false;          // no account at all
  bool milestone = false;       // by an entry
  bool import_milestone = false;
};

class Town {
 public:
  Town(AwardWorld& world, std::uint64_t seed) : world_{world}, random_{seed} {
    for (const int worth : kWorths) {
      world_.offer(code_of(worth), worth);
    }
    check();
  }

  /// Throws Mistake.
  void operate() {
    if (operations_left_ == 0) {
      turn_page();
    }
    --operations_left_;
    switch (phase_) {
      case Phase::kCrowd:
        return people_.size() < kPeopleMax ? sign_up() : mix();
      case Phase::kGather:
      case Phase::kSpread:
        return steer();
      case Phase::kLeave:
        return people_.size() > left_at_end_ ? erase() : mix();
      default:
        return mix();
    }
  }

  void check() {
    using namespace support::oracle;
    auto& admin = world_.admin;
    const auto told = achievements::statistics(world_.database);
    const auto row = admin.query(std::string{kStatistics}).at(0);
    require_equal(to_text(told.most_achievements), row.at(0), "most achievements");
    require_equal(to_text(told.most_points), row.at(1), "most points");
    require_equal(to_text(told.greatest_difference), row.at(2), "greatest difference");
    require_equal(to_text(told.least_difference), row.at(3), "least difference");
    check_seven_days();
    check_catalogue();
    require_equal(find_award_faults(admin), "", "what is kept");
    look();
  }

  [[nodiscard]] const Seen& seen() const { return seen_; }

 private:
  static std::string code_of(int worth) { return "worth-" + std::to_string(worth); }

  std::size_t up_to(std::size_t greatest) {
    return std::uniform_int_distribution<std::size_t>{0, greatest}(random_);
  }

  Person& anybody() { return people_.at(up_to(people_.size() - 1)); }

  void turn_page() {
    const auto& chapter = kStory.at(chapter_ % kStory.size());
    left_at_end_ = chapter_ / kStory.size() % 2 == 0 ? kFavourites : 0;
    ++chapter_;
    phase_ = chapter.phase;
    operations_left_ = chapter.operations;
    if (phase_ == Phase::kGather) {
      together_ = static_cast<int>(1 + up_to(126));
    }
    int own = 0;
    for (auto& person : people_) {
      person.target = phase_ == Phase::kGather ? together_ : ++own;
    }
  }

  void mix() {
    if (people_.empty()) {
      return sign_up();
    }
    const auto what = up_to(27);
    if (what < 5) {
      return award_any();
    }
    if (what < 15) {
      return award_next_day();
    }
    if (what < 17) {
      return take_back_any();
    }
    if (what < 21) {
      return record();
    }
    switch (what) {
      case 21:
        return people_.size() < kPeopleMax + 5 ? sign_up() : award_any();
      case 22:
        return people_.size() > kPeopleMax / 2 ? erase() : award_any();
      case 23:
        return remove_entry();
      case 24:
        return import();
      case 25:
        return move();
      default:
        world_.now += minutes{up_to(36 * 60)};
        return tell("it is " + shared::to_string(world_.now));
    }
  }

  /// One step towards somebody's target.
  void steer() {
    std::vector<Person*> on_their_way;
    for (auto& person : people_) {
      if (points_of(person) != person.target || holds_milestones(person)) {
        on_their_way.push_back(&person);
      }
    }
    if (on_their_way.empty()) {
      return phase_ == Phase::kGather ? mix() : move();
    }
    const auto& person = *choose(on_their_way);
    std::vector<std::string> wrong;
    for (const auto& row : world_.admin.query(R"sql(
           select c.code,
                  w.account_id is not null as is_held,
                  c.milestone is null and c.points & $2::integer <> 0 as is_wanted
             from achievements c
             left join awards w
                    on w.achievement_id = c.achievement_id and w.account_id = $1::bigint
            where c.points > 0
            order by c.code)sql",
                                              {id_of(person), std::to_string(person.target)})) {
      if (row.at(1) != row.at(2)) {
        wrong.push_back(row.at(0));
      }
    }
    const auto code = wrong.at(up_to(wrong.size() - 1));
    if (is_held(person, code)) {
      return take_back(person, code);
    }
    award(person, code, any_time());
  }

  /// Anybody; but of those who are to spread, first those who are counted in the first slot of
  /// where they gathered.
  const Person* choose(const std::vector<Person*>& people) {
    std::vector<const Person*> first;
    if (phase_ == Phase::kSpread) {
      std::ranges::copy_if(people, std::back_inserter(first), [&](const Person* person) {
        return ask(world_.admin,
                   "select points = $2::bigint and points_slot = 0 from accounts "
                   "where account_id = $1::bigint",
                   {id_of(*person), std::to_string(together_)}) == "t";
      });
    }
    return first.empty() ? people.at(up_to(people.size() - 1)) : first.at(up_to(first.size() - 1));
  }

  // --- What can happen. Each answer is held against what the raw data said before.

  void sign_up() {
    const auto name = "person" + std::to_string(++signed_up_);
    const auto* zone = kZones.at(up_to(kZones.size() - 1));
    tell("sign up " + name);
    people_.push_back(
        {.name = name,
         .credentials = world_.sign_up(
             name, {.time_zone = zone, .day_starts_at = static_cast<int>(up_to(6))})});
  }

  void erase() {
    const auto first = std::min(kFavourites, people_.size() - 1);
    const auto place =
        people_.begin() + static_cast<std::ptrdiff_t>(first + up_to(people_.size() - 1 - first));
    tell("erase " + place->name);
    world_.erase(place->credentials);
    people_.erase(place);
  }

  std::optional<Instant> any_time() {
    if (up_to(9) == 0) {
      return std::nullopt;
    }
    const auto years = up_to(9) == 0 ? 1 + up_to(9) : 0;
    return world_.now - days{365 * years} - minutes{up_to(20 * 24 * 60)};
  }

  void award_any() {
    const auto codes = world_.admin.query("select code from achievements order by code");
    award(anybody(), codes.at(up_to(codes.size() - 1)).at(0), any_time());
  }

  /// So that there are long runs: on the day before or after another award, where there is none.
  void award_next_day() {
    const auto& person = people_.at(up_to(std::min(kFavourites, people_.size()) - 1));
    const auto codes = world_.admin.query(R"sql(
        select code from achievements c
         where points = 0 and not exists (select from awards w
                                           where w.achievement_id = c.achievement_id
                                             and w.account_id = $1::bigint)
         order by code)sql",
                                          {id_of(person)});
    if (codes.empty()) {
      return take_back_any();
    }
    const auto step = 1 - 2 * static_cast<int>(up_to(1));
    const auto awarded =
        world_.admin.query(R"sql(
        select to_char(awarded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
          from awards w
         where account_id = $1::bigint and awarded_at > $2::timestamptz - interval '25 days'
           and not exists (select from awards o
                            where o.account_id = w.account_id and o.day = w.day + $3::integer)
         order by awarded_at, achievement_id)sql",
                           {id_of(person), shared::to_string(world_.now), std::to_string(step)});
    auto instant = world_.now - days{10};
    if (!awarded.empty()) {
      instant = at(awarded.at(up_to(awarded.size() - 1)).at(0)) + days{step};
    }
    award(person, codes.at(up_to(codes.size() - 1)).at(0), std::min(instant, world_.now));
  }

  void award(const Person& person, const std::string& code, std::optional<Instant> instant) {
    const auto when = instant.value_or(world_.now);
    tell("award " + code + " to " + person.name + " at " + shared::to_string(when));
    const auto before = award_of(person, code);
    const auto answer = achievements::award(world_.database, person.name,
                                            {.code = code, .awarded_at = instant}, world_.now);
    if (!before.empty()) {
      require(std::holds_alternative<achievements::AlreadyAwarded>(answer), "awarded twice");
      require_equal(award_of(person, code), before, "the award that is held");
      return;
    }
    require(std::holds_alternative<achievements::Awarded>(answer), "not awarded");
    require_equal(award_of(person, code),
                  ask(world_.admin, R"sql(
        select $2::timestamptz || ' ' || (($2::timestamptz at time zone time_zone)
                                          - make_interval(hours => day_starts_at))::date
          from accounts where account_id = $1::bigint)sql",
                      {id_of(person), shared::to_string(when)}),
                  "the new award");
  }

  void take_back_any() {
    const auto& person = anybody();
    const auto codes = world_.admin.query(
        "select code from achievements left join awards w on w.achievement_id = "
        "achievements.achievement_id and account_id = $1::bigint "
        "where account_id is not null or $2 order by code",
        {id_of(person), up_to(3) == 0 ? "true" : "false"});
    if (codes.empty()) {
      return award_any();
    }
    take_back(person, codes.at(up_to(codes.size() - 1)).at(0));
  }

  void take_back(const Person& person, const std::string& code) {
    tell("take " + code + " back from " + person.name);
    const auto was_held = is_held(person, code);
    const auto answer = achievements::take_back(world_.database, person.name, code, world_.now);
    require(was_held ? std::holds_alternative<achievements::TakenBack>(answer)
                     : std::holds_alternative<achievements::NoSuchAward>(answer),
            "taking back has another answer");
    require(!is_held(person, code), "an award that was taken back stands");
  }

  CivilDay any_day() {
    // Today may still be yesterday where somebody lives.
    return day(shared::to_string(world_.now).substr(0, 10)) - days{2 + up_to(12)};
  }

  void record() {
    const auto& person = anybody();
    tell("record a mood of " + person.name);
    const auto earned = Earned{*this, person};
    const auto answer = world_.recorder.record(world_.database, person.credentials,
                                               {.mood = "okay", .rating = 3, .day = any_day()},
                                               std::nullopt, world_.now);
    const auto* recorded = std::get_if<mood::Recorded>(&answer);
    require(recorded != nullptr, "a mood is not recorded");
    std::string told;
    for (const auto& award : recorded->awarded) {
      told += award.code + "\n";
    }
    const auto [wanted, is] = earned.compare();
    require_equal(is, wanted, "the awards after an entry");
    require_equal(told, earned.news(), "the awards that an entry tells of");
    seen_.milestone |= !told.empty();
  }

  void import() {
    const auto& person = anybody();
    tell("import moods of " + person.name);
    const auto earned = Earned{*this, person};
    const auto first = any_day();
    const auto count = static_cast<int>(1 + up_to(8));
    const mood::ReadFile read = [&](const mood::TakeEntry& take) {
      for (int row = 1; row <= count; ++row) {
        static_cast<void>(
            take({.row = row,
                  .entry = {.new_entry = {.mood = "bad", .rating = 2, .day = first - days{row}}}}));
      }
      return server::Faults{};
    };
    const auto account =
        accounts::authenticate(world_.database, person.credentials, world_.now).value();
    require(
        std::holds_alternative<mood::Imported>(mood::import_entries(
            world_.database, world_.milestones, person.credentials, account, read, world_.now, {})),
        "nothing is imported");
    const auto [wanted, is] = earned.compare();
    require_equal(is, wanted, "the awards after an import");
    seen_.import_milestone |= !earned.news().empty();
  }

  /// Losing an entry takes no award back.
  void remove_entry() {
    const auto& person = anybody();
    const auto entries = world_.admin.query(
        "select entry_id from entries where account_id = $1::bigint order by entry_id",
        {id_of(person)});
    if (entries.empty()) {
      return award_any();
    }
    tell("remove a mood of " + person.name);
    const auto before = held(person);
    require(std::holds_alternative<mood::Removed>(mood::remove(
                world_.database, person.credentials,
                {std::stoll(entries.at(up_to(entries.size() - 1)).at(0))}, [](int) { return true; },
                world_.now)),
            "a mood is not removed");
    require_equal(held(person), before, "the awards after an entry is removed");
  }

  void move() {
    const auto& person = anybody();
    const auto* zone = kZones.at(up_to(kZones.size() - 1));
    tell("move " + person.name + " to " + zone);
    require(accounts::change_settings(
                world_.database, person.credentials,
                {.time_zone = zone, .day_starts_at = static_cast<int>(up_to(6))}, world_.now)
                .has_value(),
            "the settings do not change");
  }

  // --- What the raw data say.

  static std::string id_of(const Person& person) {
    return shared::to_string(person.credentials.account);
  }

  /// When, and its day; empty where there is none.
  std::string award_of(const Person& person, const std::string& code) {
    const auto rows = world_.admin.query(
        "select awarded_at || ' ' || day from awards join achievements using (achievement_id) "
        "where account_id = $1::bigint and code = $2",
        {id_of(person), code});
    return rows.empty() ? "" : rows.at(0).at(0);
  }

  bool is_held(const Person& person, const std::string& code) {
    return !award_of(person, code).empty();
  }

  /// The codes, one a line.
  std::string held(const Person& person) {
    return ask(world_.admin,
               "select coalesce(string_agg(code || e'\\n', '' order by achievement_id), '') "
               "from awards join achievements using (achievement_id) "
               "where account_id = $1::bigint",
               {id_of(person)});
  }

  int points_of(const Person& person) {
    return std::stoi(ask(world_.admin,
                         "select coalesce(sum(points), 0) from awards join achievements "
                         "using (achievement_id) where account_id = $1::bigint",
                         {id_of(person)}));
  }

  bool holds_milestones(const Person& person) {
    return ask(world_.admin,
               "select exists (select from awards join achievements using (achievement_id) "
               "where account_id = $1::bigint and milestone is not null)",
               {id_of(person)}) == "t";
  }

  /// The entries and the longest streak.
  Row progress(const Person& person) {
    return world_.admin
        .query(std::string{support::oracle::kIslands} + R"sql(
          select (select count(*) from entries where account_id = $1::bigint),
                 coalesce((select max(length) from islands where account_id = $1::bigint), 0)
        )sql",
               {id_of(person)})
        .at(0);
  }

  /// What somebody holds before and after something that may reach milestones.
  class Earned {
   public:
    Earned(Town& town, const Person& person)
        : town_{town}, person_{person}, before_{town.progress(person)}, held_{town.held(person)} {}

    struct Comparison {
      std::string wanted;
      std::string is;
    };
    [[nodiscard]] Comparison compare() const { return {by_thresholds(true), town_.held(person_)}; }
    /// What was not held before.
    [[nodiscard]] std::string news() const { return by_thresholds(false); }

   private:
    [[nodiscard]] std::string by_thresholds(bool with_held) const {
      const auto after = town_.progress(person_);
      return ask(town_.world_.admin, R"sql(
        select coalesce(string_agg(code || e'\n', '' order by achievement_id), '')
          from achievements,
               (select string_to_array($5, e'\n') as codes) as held
         where case when code = any (held.codes) then $6
                    when milestone = 'entries'
                    then threshold > $1::integer and threshold <= $2::integer
                    when milestone = 'longest_streak'
                    then threshold > $3::integer and threshold <= $4::integer
                    else false
               end)sql",
                 {before_.at(0), after.at(0), before_.at(1), after.at(1), held_,
                  with_held ? "true" : "false"});
    }

    Town& town_;
    const Person& person_;
    Row before_;
    std::string held_;
  };

  void check_seven_days() {
    using namespace support::oracle;
    const auto rows = world_.admin.query(std::string{kAwardIslands} + std::string{kSevenDays});
    std::string wanted;
    for (const auto& row : rows) {
      wanted += (wanted.empty() ? "" : ", ") + row.at(0) + " " + row.at(1) + "/" + row.at(2);
    }
    const auto limit = static_cast<int>(1 + up_to(3));
    require_equal(to_text(list_all_seven_days(world_.database, limit)), wanted, "seven days");
    seen_.two_with_seven |= rows.size() >= 2;
  }

  void check_catalogue() {
    std::vector<Row> told;
    for (const auto& one :
         list_all_achievements(world_.database, {.limit = server::kPageLimitMax})) {
      told.push_back({one.code, std::to_string(one.holders)});
    }
    require_equal(to_text(told),
                  to_text(world_.admin.query(std::string{support::oracle::kCatalogue})),
                  "the catalogue");
  }

  /// What this moment is like.
  void look() {
    const auto row = world_.admin
                         .query(R"sql(
      select exists (select from point_totals where slot > 0 and accounts > 0),
             exists (select points from point_totals where accounts > 0
                      group by points having sum(accounts) = 1 and max(slot) > 0),
             (select count(*) >= 10 and count(*) = count(distinct points) from accounts),
             not exists (select from accounts))sql")
                         .at(0);
    seen_.several_slots |= row.at(0) == "t";
    seen_.crowd_of_one |= row.at(1) == "t";
    seen_.all_different |= row.at(2) == "t";
    seen_.nobody |= row.at(3) == "t" && !told_.empty();
  }

  void tell(const std::string& what) {
    told_.push_back(what);
    if (told_.size() > kOperationsTold) {
      told_.pop_front();
    }
  }

  void require(bool condition, const std::string& mistake) const {
    if (!condition) {
      std::string told;
      for (const auto& what : told_) {
        told += "\n  " + what;
      }
      throw Mistake{mistake + told};
    }
  }

  void require_equal(const std::string& given, const std::string& wanted,
                     const std::string& what) const {
    require(given == wanted, what + ": '" + given + "', not '" + wanted + "'");
  }

  AwardWorld& world_;
  std::mt19937_64 random_;
  std::vector<Person> people_;
  std::deque<std::string> told_;
  Seen seen_;
  Phase phase_ = Phase::kCrowd;
  int operations_left_ = 0;
  std::size_t chapter_ = 0;
  std::size_t left_at_end_ = 0;
  int together_ = 0;  // the total that people gather at
  int signed_up_ = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(award_histories, AwardWorld)

BOOST_AUTO_TEST_CASE(after_every_random_operation_the_statistics_are_what_the_raw_awards_say) {
  const auto seed = std::stoull(environment("DAYMARK_TEST_SEED", "20260310"));
  const auto count = std::stoul(environment("DAYMARK_TEST_AWARD_OPERATIONS", "2000"));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << count << " operations");
  // What a crash would leave on the disk is not looked at here.
  admin.query("alter database " + place.name() + " set synchronous_commit = off");

  Town town{*this, seed};
  for (std::size_t done = 0; done < count; ++done) {
    try {
      town.operate();
      town.check();
    } catch (const Mistake& mistake) {
      BOOST_FAIL("operation " << done << ": " << mistake.what());
    }
  }
  if (count >= 2000) {
    const auto& seen = town.seen();
    BOOST_TEST(seen.several_slots);
    BOOST_TEST(seen.crowd_of_one);
    BOOST_TEST(seen.all_different);
    BOOST_TEST(seen.two_with_seven);
    BOOST_TEST(seen.nobody);
    BOOST_TEST(seen.milestone);
    BOOST_TEST(seen.import_milestone);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
