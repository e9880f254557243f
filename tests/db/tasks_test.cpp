// Who moves, changes when their days start, or lives where clocks are odd, gets no second quota for
// a day. The stories' instants are worked out by hand from the rules of the zones; then the same is
// tried with every start of the day, and instants looked for one by one.
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/sha256.hpp"
#include "task_world.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr microseconds kInstant{1};

constexpr const char* kUtc = "UTC";
constexpr const char* kKiritimati = "Pacific/Kiritimati";   // +14
constexpr const char* kPagoPago = "Pacific/Pago_Pago";      // −11
constexpr const char* kKathmandu = "Asia/Kathmandu";        // +05:45
constexpr const char* kLordHowe = "Australia/Lord_Howe";    // +10:30, in summer +11
constexpr const char* kApia = "Pacific/Apia";               // −10, after 2011-12-29 +14
constexpr const char* kHavana = "America/Havana";           // −5, in summer −4
constexpr const char* kLosAngeles = "America/Los_Angeles";  // −8, in summer −7
constexpr const char* kStJohns = "America/St_Johns";        // −3:30, in summer −2:30
constexpr const char* kTroll = "Antarctica/Troll";          // UTC, in summer +2

// What somebody does.
struct Posts {
  int count;
  const char* day;  // the tasks'
};
struct IsRefused {};
struct Moves {
  Setting to;
};
struct Looks {};

struct Step {
  const char* at;
  std::variant<Posts, IsRefused, Moves, Looks> does;
  const char* quota;  // afterwards
};

struct Story {
  const char* title;
  Setting home;
  std::vector<Step> steps;
  const char* quotas;  // of all days, in the order in which they opened
};

Moves moves_to(const char* zone, int starts_at = 0) {
  return {{.zone = zone, .starts_at = starts_at}};
}

const std::vector<Story>& date_line_stories() {
  static const std::vector<Story> stories{
      {"east over the date line, an hour before midnight",
       {kPagoPago},
       {
           {"2026-03-10T10:00:00Z", Posts{2, "2026-03-09"}, "2 of 5 until 2026-03-10T11:00:00Z"},
           // The 9th ended there on the 9th at 10:00, so what it was opened with holds.
           {"2026-03-10T10:30:00Z", moves_to(kKiritimati), "2 of 5 until 2026-03-10T11:00:00Z"},
           {"2026-03-10T10:30:00Z", Posts{3, "2026-03-09"}, "5 of 5 until 2026-03-10T11:00:00Z"},
           {"2026-03-10T10:30:00Z", IsRefused{}, "5 of 5 until 2026-03-10T11:00:00Z"},
           {"2026-03-10T10:40:00Z", moves_to(kPagoPago), "5 of 5 until 2026-03-10T11:00:00Z"},
           {"2026-03-10T10:40:00Z", moves_to(kKiritimati), "5 of 5 until 2026-03-10T11:00:00Z"},
           {"2026-03-10T10:59:59.999999Z", IsRefused{}, "5 of 5 until 2026-03-10T11:00:00Z"},
           // It is the 11th there already. The 10th has no quota at all.
           {"2026-03-10T11:00:00Z", Looks{}, "0 of 5 until 2026-03-11T10:00:00Z"},
           {"2026-03-10T11:00:00Z", Posts{5, "2026-03-11"}, "5 of 5 until 2026-03-11T10:00:00Z"},
           // At home the 10th begins, and the 11th lasts for two days.
           {"2026-03-10T11:00:00Z", moves_to(kPagoPago), "5 of 5 until 2026-03-12T11:00:00Z"},
           {"2026-03-12T10:59:59Z", IsRefused{}, "5 of 5 until 2026-03-12T11:00:00Z"},
           {"2026-03-12T11:00:00Z", Posts{1, "2026-03-12"}, "1 of 5 until 2026-03-13T11:00:00Z"},
       },
       "2026-03-09 5, 2026-03-11 5, 2026-03-12 1"},
      {"west over the date line, before and after midnight",
       {kKiritimati},
       {
           {"2026-03-10T09:30:00Z", Posts{3, "2026-03-10"}, "3 of 5 until 2026-03-10T10:00:00Z"},
           {"2026-03-10T09:45:00Z", moves_to(kPagoPago), "3 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-10T09:45:00Z", Posts{2, "2026-03-10"}, "5 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-10T09:45:00Z", IsRefused{}, "5 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-10T09:50:00Z", moves_to(kKiritimati), "5 of 5 until 2026-03-10T10:00:00Z"},
           {"2026-03-10T09:50:00Z", moves_to(kPagoPago), "5 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-10T10:00:00Z", IsRefused{}, "5 of 5 until 2026-03-11T11:00:00Z"},
           // At home the 11th has begun. Going west again brings the 10th back, with its quota.
           {"2026-03-10T12:00:00Z", moves_to(kKiritimati), "0 of 5 until 2026-03-11T10:00:00Z"},
           {"2026-03-10T12:00:00Z", moves_to(kPagoPago), "5 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-11T10:59:59.999999Z", IsRefused{}, "5 of 5 until 2026-03-11T11:00:00Z"},
           {"2026-03-11T11:00:00Z", Posts{5, "2026-03-11"}, "5 of 5 until 2026-03-12T11:00:00Z"},
           {"2026-03-11T11:00:00Z", IsRefused{}, "5 of 5 until 2026-03-12T11:00:00Z"},
           // There it has ended an hour ago; but it was opened with another end.
           {"2026-03-11T11:00:00Z", moves_to(kKiritimati), "5 of 5 until 2026-03-12T11:00:00Z"},
       },
       "2026-03-10 5, 2026-03-11 5"},
      {"the 30th of December 2011 that Apia left out",
       {kApia},
       {
           {"2011-12-30T09:00:00Z", Posts{2, "2011-12-29"}, "2 of 5 until 2011-12-30T10:00:00Z"},
           {"2011-12-30T09:30:00Z", moves_to(kPagoPago), "2 of 5 until 2011-12-30T11:00:00Z"},
           {"2011-12-30T09:30:00Z", Posts{3, "2011-12-29"}, "5 of 5 until 2011-12-30T11:00:00Z"},
           {"2011-12-30T09:40:00Z", moves_to(kApia), "5 of 5 until 2011-12-30T10:00:00Z"},
           {"2011-12-30T09:59:59Z", IsRefused{}, "5 of 5 until 2011-12-30T10:00:00Z"},
           {"2011-12-30T10:00:00Z", Posts{1, "2011-12-31"}, "1 of 5 until 2011-12-31T10:00:00Z"},
           {"2011-12-30T10:00:00Z", moves_to(kPagoPago), "1 of 5 until 2012-01-01T11:00:00Z"},
           {"2011-12-30T10:00:00Z", moves_to(kApia), "1 of 5 until 2011-12-31T10:00:00Z"},
       },
       "2011-12-29 5, 2011-12-31 1"},
      {"to Apia with a quota of the day that it left out",
       {kUtc},
       {
           {"2011-12-30T05:00:00Z", Posts{4, "2011-12-30"}, "4 of 5 until 2011-12-31T00:00:00Z"},
           {"2011-12-30T05:00:00Z", moves_to(kApia), "4 of 5 until 2011-12-31T00:00:00Z"},
           {"2011-12-30T10:00:00Z", Posts{1, "2011-12-30"}, "5 of 5 until 2011-12-31T00:00:00Z"},
           {"2011-12-30T23:59:59Z", IsRefused{}, "5 of 5 until 2011-12-31T00:00:00Z"},
           {"2011-12-31T00:00:00Z", Posts{1, "2011-12-31"}, "1 of 5 until 2011-12-31T10:00:00Z"},
           {"2011-12-31T00:00:00Z", moves_to(kUtc), "1 of 5 until 2012-01-01T00:00:00Z"},
       },
       "2011-12-30 5, 2011-12-31 1"},
  };
  return stories;
}

const std::vector<Story>& odd_minutes_stories() {
  static const std::vector<Story> stories{
      {"odd minutes: from Kathmandu, where the day starts at four, to Lord Howe in summer",
       {kKathmandu, 4},
       {
           {"2026-03-10T22:00:00Z", Posts{3, "2026-03-10"}, "3 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:00:00Z", moves_to(kLordHowe), "3 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:00:00Z", Posts{2, "2026-03-10"}, "5 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:10:00Z", moves_to(kKathmandu, 4), "5 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:14:59Z", IsRefused{}, "5 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:14:59Z", moves_to(kLordHowe), "5 of 5 until 2026-03-10T22:15:00Z"},
           {"2026-03-10T22:15:00Z", Looks{}, "0 of 5 until 2026-03-11T13:00:00Z"},
           {"2026-03-10T22:15:00Z", moves_to(kKathmandu, 4), "0 of 5 until 2026-03-11T22:15:00Z"},
           {"2026-03-10T22:15:00Z", Posts{1, "2026-03-11"}, "1 of 5 until 2026-03-11T22:15:00Z"},
       },
       "2026-03-10 5, 2026-03-11 1"},
      // 02:00 +11 is 01:30 +10:30 at 15:00 UTC, so two o'clock comes at 15:30.
      {"the half hour that Lord Howe goes back",
       {kLordHowe, 2},
       {
           {"2026-04-04T14:50:00Z", Posts{1, "2026-04-04"}, "1 of 5 until 2026-04-04T15:30:00Z"},
           {"2026-04-04T15:10:00Z", Posts{1, "2026-04-04"}, "2 of 5 until 2026-04-04T15:30:00Z"},
           {"2026-04-04T15:10:00Z", moves_to(kUtc, 2), "2 of 5 until 2026-04-05T02:00:00Z"},
           {"2026-04-04T15:20:00Z", Posts{3, "2026-04-04"}, "5 of 5 until 2026-04-05T02:00:00Z"},
           {"2026-04-04T15:25:00Z", moves_to(kLordHowe, 2), "5 of 5 until 2026-04-04T15:30:00Z"},
           {"2026-04-04T15:29:59Z", IsRefused{}, "5 of 5 until 2026-04-04T15:30:00Z"},
           {"2026-04-04T15:30:00Z", Posts{1, "2026-04-05"}, "1 of 5 until 2026-04-05T15:30:00Z"},
       },
       "2026-04-04 5, 2026-04-05 1"},
      // 02:00 +10:30 is 02:30 +11 at 15:30 UTC.
      {"the half hour that Lord Howe leaves out",
       {kLordHowe, 2},
       {
           {"2026-10-03T15:29:59Z", Posts{5, "2026-10-03"}, "5 of 5 until 2026-10-03T15:30:00Z"},
           {"2026-10-03T15:29:59Z", IsRefused{}, "5 of 5 until 2026-10-03T15:30:00Z"},
           {"2026-10-03T15:30:00Z", Posts{2, "2026-10-04"}, "2 of 5 until 2026-10-04T15:00:00Z"},
           {"2026-10-03T15:30:00Z", moves_to(kLordHowe, 3), "2 of 5 until 2026-10-04T16:00:00Z"},
           {"2026-10-03T15:30:00Z", moves_to(kLordHowe, 2), "2 of 5 until 2026-10-04T15:00:00Z"},
       },
       "2026-10-03 5, 2026-10-04 2"},
  };
  return stories;
}

const std::vector<Story>& havana_stories() {
  static const std::vector<Story> stories{
      // 01:00 −4 is 00:00 −5 at 05:00 UTC.
      {"two midnights in Havana",
       {kHavana},
       {
           {"2024-11-03T03:30:00Z", Posts{5, "2024-11-02"}, "5 of 5 until 2024-11-03T04:00:00Z"},
           {"2024-11-03T03:59:59Z", IsRefused{}, "5 of 5 until 2024-11-03T04:00:00Z"},
           {"2024-11-03T04:30:00Z", Posts{2, "2024-11-03"}, "2 of 5 until 2024-11-04T05:00:00Z"},
           {"2024-11-03T05:00:00Z", Looks{}, "2 of 5 until 2024-11-04T05:00:00Z"},
           {"2024-11-03T05:30:00Z", moves_to(kLosAngeles), "2 of 5 until 2024-11-04T08:00:00Z"},
           {"2024-11-03T05:30:00Z", Posts{3, "2024-11-03"}, "5 of 5 until 2024-11-04T08:00:00Z"},
           {"2024-11-03T05:40:00Z", moves_to(kHavana), "5 of 5 until 2024-11-04T05:00:00Z"},
           {"2024-11-04T04:59:59Z", IsRefused{}, "5 of 5 until 2024-11-04T05:00:00Z"},
           {"2024-11-04T05:00:00Z", Looks{}, "0 of 5 until 2024-11-05T05:00:00Z"},
       },
       "2024-11-02 5, 2024-11-03 5"},
      // 00:00 −5 is 01:00 −4 at 05:00 UTC.
      {"no midnight in Havana",
       {kHavana},
       {
           {"2024-03-10T04:30:00Z", Posts{2, "2024-03-09"}, "2 of 5 until 2024-03-10T05:00:00Z"},
           {"2024-03-10T04:30:00Z", moves_to(kKathmandu), "2 of 5 until 2024-03-10T05:00:00Z"},
           {"2024-03-10T04:30:00Z", Posts{3, "2024-03-09"}, "5 of 5 until 2024-03-10T05:00:00Z"},
           {"2024-03-10T04:40:00Z", moves_to(kHavana), "5 of 5 until 2024-03-10T05:00:00Z"},
           {"2024-03-10T05:00:00Z", Posts{1, "2024-03-10"}, "1 of 5 until 2024-03-11T04:00:00Z"},
       },
       "2024-03-09 5, 2024-03-10 1"},
  };
  return stories;
}

const std::vector<Story>& los_angeles_stories() {
  static const std::vector<Story> stories{
      // 02:00 −8 is 03:00 −7 at 10:00 UTC.
      {"the night in Los Angeles that is an hour shorter",
       {kLosAngeles},
       {
           {"2026-03-08T07:59:59Z", Posts{1, "2026-03-07"}, "1 of 5 until 2026-03-08T08:00:00Z"},
           {"2026-03-08T09:30:00Z", Posts{2, "2026-03-08"}, "2 of 5 until 2026-03-09T07:00:00Z"},
           {"2026-03-08T09:30:00Z", moves_to(kLosAngeles, 3), "2 of 5 until 2026-03-09T10:00:00Z"},
           {"2026-03-08T10:00:00Z", Posts{3, "2026-03-08"}, "5 of 5 until 2026-03-09T10:00:00Z"},
           {"2026-03-08T10:00:00Z", moves_to(kLosAngeles), "5 of 5 until 2026-03-09T07:00:00Z"},
           {"2026-03-09T06:59:59Z", IsRefused{}, "5 of 5 until 2026-03-09T07:00:00Z"},
           {"2026-03-09T07:00:00Z", Looks{}, "0 of 5 until 2026-03-10T07:00:00Z"},
           // With days from three o'clock it is the 8th for three hours more.
           {"2026-03-09T07:00:00Z", moves_to(kLosAngeles, 3), "5 of 5 until 2026-03-09T10:00:00Z"},
           {"2026-03-09T09:59:59Z", IsRefused{}, "5 of 5 until 2026-03-09T10:00:00Z"},
           {"2026-03-09T10:00:00Z", Posts{1, "2026-03-09"}, "1 of 5 until 2026-03-10T10:00:00Z"},
       },
       "2026-03-07 1, 2026-03-08 5, 2026-03-09 1"},
      {"days from two o'clock, which Los Angeles leaves out",
       {kLosAngeles, 2},
       {
           {"2026-03-08T09:59:00Z", Posts{5, "2026-03-07"}, "5 of 5 until 2026-03-08T10:00:00Z"},
           {"2026-03-08T09:59:59Z", IsRefused{}, "5 of 5 until 2026-03-08T10:00:00Z"},
           {"2026-03-08T10:00:00Z", Posts{1, "2026-03-08"}, "1 of 5 until 2026-03-09T09:00:00Z"},
       },
       "2026-03-07 5, 2026-03-08 1"},
      // 02:00 −7 is 01:00 −8 at 09:00 UTC.
      {"the night in Los Angeles that is an hour longer",
       {kLosAngeles, 1},
       {
           {"2026-11-01T07:30:00Z", Posts{5, "2026-10-31"}, "5 of 5 until 2026-11-01T08:00:00Z"},
           {"2026-11-01T08:30:00Z", Posts{2, "2026-11-01"}, "2 of 5 until 2026-11-02T09:00:00Z"},
           {"2026-11-01T09:00:00Z", Looks{}, "2 of 5 until 2026-11-02T09:00:00Z"},
           {"2026-11-01T09:30:00Z", moves_to(kLosAngeles, 2), "2 of 5 until 2026-11-02T10:00:00Z"},
           {"2026-11-01T09:30:00Z", moves_to(kHavana, 1), "2 of 5 until 2026-11-02T09:00:00Z"},
           {"2026-11-01T09:30:00Z", Posts{3, "2026-11-01"}, "5 of 5 until 2026-11-02T09:00:00Z"},
           {"2026-11-01T09:30:00Z", moves_to(kLosAngeles, 1), "5 of 5 until 2026-11-02T09:00:00Z"},
           {"2026-11-02T09:00:00Z", Looks{}, "0 of 5 until 2026-11-03T09:00:00Z"},
       },
       "2026-10-31 5, 2026-11-01 5"},
      {"days from two o'clock, which comes once in Los Angeles, after the second hour from one",
       {kLosAngeles, 2},
       {
           {"2026-11-01T08:30:00Z", Posts{2, "2026-10-31"}, "2 of 5 until 2026-11-01T10:00:00Z"},
           {"2026-11-01T09:30:00Z", Posts{3, "2026-10-31"}, "5 of 5 until 2026-11-01T10:00:00Z"},
           {"2026-11-01T09:59:59Z", IsRefused{}, "5 of 5 until 2026-11-01T10:00:00Z"},
           {"2026-11-01T10:00:00Z", Posts{1, "2026-11-01"}, "1 of 5 until 2026-11-02T10:00:00Z"},
       },
       "2026-10-31 5, 2026-11-01 1"},
  };
  return stories;
}

const std::vector<Story>& turned_back_stories() {
  static const std::vector<Story> stories{
      // 00:01 −2:30 is 23:01 −3:30 at 02:31 UTC: the 29th has begun at 02:30, and for an hour the
      // clocks show the 28th again. Its quota is over, and there is no second one.
      {"clocks that go back over the start of a day",
       {kStJohns},
       {
           {"2006-10-29T02:00:00Z", Posts{5, "2006-10-28"}, "5 of 5 until 2006-10-29T02:30:00Z"},
           {"2006-10-29T02:29:59Z", IsRefused{}, "5 of 5 until 2006-10-29T02:30:00Z"},
           {"2006-10-29T02:30:30Z", Looks{}, "0 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T02:45:00Z", Looks{}, "0 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T02:45:00Z", Posts{5, "2006-10-29"}, "5 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T02:45:00Z", IsRefused{}, "5 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T03:30:00Z", IsRefused{}, "5 of 5 until 2006-10-30T03:30:00Z"},
       },
       "2006-10-28 5, 2006-10-29 5"},
      // 03:00 +2 is 01:00 at 01:00 UTC: the 27th has begun at midnight in UTC.
      {"days from two o'clock, which comes twice at Troll",
       {kTroll, 2},
       {
           {"2024-10-26T23:30:00Z", Posts{5, "2024-10-26"}, "5 of 5 until 2024-10-27T00:00:00Z"},
           {"2024-10-27T01:30:00Z", Looks{}, "0 of 5 until 2024-10-28T02:00:00Z"},
           {"2024-10-27T01:30:00Z", Posts{5, "2024-10-27"}, "5 of 5 until 2024-10-28T02:00:00Z"},
           {"2024-10-27T02:00:00Z", IsRefused{}, "5 of 5 until 2024-10-28T02:00:00Z"},
       },
       "2024-10-26 5, 2024-10-27 5"},
      {"clocks that go back over the start of a day, for somebody who only comes there then",
       {kUtc},
       {
           {"2006-10-29T02:45:00Z", moves_to(kStJohns), "0 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T02:45:00Z", moves_to(kUtc), "0 of 5 until 2006-10-30T00:00:00Z"},
           {"2006-10-29T02:45:00Z", Posts{5, "2006-10-29"}, "5 of 5 until 2006-10-30T00:00:00Z"},
           {"2006-10-29T02:45:00Z", moves_to(kStJohns), "5 of 5 until 2006-10-30T03:30:00Z"},
           {"2006-10-29T02:45:00Z", IsRefused{}, "5 of 5 until 2006-10-30T03:30:00Z"},
       },
       "2006-10-29 5"},
  };
  return stories;
}

const std::vector<Story>& day_start_stories() {
  static const std::vector<Story> stories{
      {"days that start later, and as they did",
       {kUtc, 0},
       {
           {"2026-03-10T22:30:00Z", Posts{2, "2026-03-10"}, "2 of 5 until 2026-03-11T00:00:00Z"},
           {"2026-03-10T22:30:00Z", moves_to(kUtc, 23), "2 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-10T23:30:00Z", Posts{3, "2026-03-10"}, "5 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-10T23:30:00Z", moves_to(kUtc, 0), "5 of 5 until 2026-03-11T00:00:00Z"},
           {"2026-03-10T23:59:59.999999Z", IsRefused{}, "5 of 5 until 2026-03-11T00:00:00Z"},
           {"2026-03-11T00:00:00Z", Looks{}, "0 of 5 until 2026-03-12T00:00:00Z"},
           {"2026-03-11T00:00:00Z", moves_to(kUtc, 23), "5 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-11T22:59:59Z", IsRefused{}, "5 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-11T23:00:00Z", Posts{1, "2026-03-11"}, "1 of 5 until 2026-03-12T23:00:00Z"},
       },
       "2026-03-10 5, 2026-03-11 1"},
      {"days that start earlier, and as they did",
       {kUtc, 23},
       {
           {"2026-03-10T22:30:00Z", Posts{2, "2026-03-09"}, "2 of 5 until 2026-03-10T23:00:00Z"},
           // That of the 9th was at midnight, long ago.
           {"2026-03-10T22:30:00Z", moves_to(kUtc, 0), "2 of 5 until 2026-03-10T23:00:00Z"},
           {"2026-03-10T22:30:00Z", Posts{3, "2026-03-09"}, "5 of 5 until 2026-03-10T23:00:00Z"},
           {"2026-03-10T22:59:59Z", IsRefused{}, "5 of 5 until 2026-03-10T23:00:00Z"},
           {"2026-03-10T23:00:00Z", Posts{5, "2026-03-10"}, "5 of 5 until 2026-03-11T00:00:00Z"},
           {"2026-03-10T23:00:00Z", moves_to(kUtc, 23), "5 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-11T22:59:59Z", IsRefused{}, "5 of 5 until 2026-03-11T23:00:00Z"},
           {"2026-03-11T23:00:00Z", moves_to(kUtc, 0), "0 of 5 until 2026-03-12T00:00:00Z"},
       },
       "2026-03-09 5, 2026-03-10 5"},
      {"an hour later, again and again",
       {kKathmandu, 0},
       {
           // 23:45, and midnight is at 18:15 UTC.
           {"2026-03-10T18:00:00Z", Posts{5, "2026-03-10"}, "5 of 5 until 2026-03-10T18:15:00Z"},
           {"2026-03-10T18:00:00Z", moves_to(kKathmandu, 1), "5 of 5 until 2026-03-10T19:15:00Z"},
           {"2026-03-10T19:00:00Z", moves_to(kKathmandu, 2), "5 of 5 until 2026-03-10T20:15:00Z"},
           {"2026-03-10T20:00:00Z", moves_to(kKathmandu, 3), "5 of 5 until 2026-03-10T21:15:00Z"},
           {"2026-03-10T21:14:59Z", IsRefused{}, "5 of 5 until 2026-03-10T21:15:00Z"},
           {"2026-03-10T21:15:00Z", Posts{5, "2026-03-11"}, "5 of 5 until 2026-03-11T21:15:00Z"},
           {"2026-03-10T21:15:00Z", moves_to(kKathmandu, 4), "5 of 5 until 2026-03-11T22:15:00Z"},
           {"2026-03-10T21:15:00Z", moves_to(kKathmandu, 0), "5 of 5 until 2026-03-11T21:15:00Z"},
       },
       "2026-03-10 5, 2026-03-11 5"},
  };
  return stories;
}

struct TasksWorld : CheckedWorld {
  /// Up to the first step that goes wrong.
  void tell(const Story& story) {
    Doer doer{*this, story.home};
    for (const auto& step : story.steps) {
      BOOST_TEST_CONTEXT(story.title << ", at " << step.at) {
        now = at(step.at);
        try {
          act(doer, step);
        } catch (const std::runtime_error& error) {
          BOOST_ERROR(error.what());
          return;
        }
        const auto quota = doer.quota();
        BOOST_TEST(to_text(quota) == step.quota);
        BOOST_TEST(quota.remaining() == 5 - quota.used);
        BOOST_TEST(find_task_faults(admin) == "");
        if (to_text(quota) != step.quota) {
          return;
        }
      }
    }
    BOOST_TEST_CONTEXT(story.title) { BOOST_TEST(quotas_of(admin, doer.id()) == story.quotas); }
  }

  void tell(const std::vector<Story>& stories) {
    for (const auto& story : stories) {
      tell(story);
    }
    BOOST_TEST(find_second_quotas(admin, 5) == "");
  }

  static void act(Doer& doer, const Step& step) {
    if (const auto* posts = std::get_if<Posts>(&step.does)) {
      for (int i = 0; i < posts->count; ++i) {
        const auto created = doer.post();
        BOOST_TEST(shared::to_string(created.task.day) == posts->day);
        BOOST_TEST(to_text(created.quota) == to_text(doer.quota()));
      }
    } else if (std::holds_alternative<IsRefused>(step.does)) {
      BOOST_TEST(to_text(doer.fail_to_post().quota) == step.quota);
    } else if (const auto* moves = std::get_if<Moves>(&step.does)) {
      doer.move(moves->to);
    }
  }
};

/// A place and a time near which its days are odd.
struct Spot {
  const char* zone;
  const char* instant;
};

constexpr std::array kSpots{
    Spot{kKiritimati, "2026-03-10T10:00:00Z"}, Spot{kPagoPago, "2026-03-10T11:00:00Z"},
    Spot{kKathmandu, "2026-03-10T18:15:00Z"},  Spot{kLordHowe, "2026-04-04T15:00:00Z"},
    Spot{kLordHowe, "2026-10-03T15:30:00Z"},   Spot{kApia, "2011-12-30T10:00:00Z"},
    Spot{kHavana, "2024-11-03T05:00:00Z"},     Spot{kHavana, "2024-03-10T05:00:00Z"},
    Spot{kLosAngeles, "2026-03-08T10:00:00Z"}, Spot{kLosAngeles, "2026-11-01T09:00:00Z"},
    Spot{kStJohns, "2006-10-29T02:31:00Z"},    Spot{kTroll, "2024-10-27T01:00:00Z"},
};

/// Somebody who moves and somebody who stays do the same at the same times.
class Pair {
 public:
  Pair(TasksWorld& world, Clock& clock, const Setting& home)
      : world_{world}, clock_{clock}, traveller_{world, home}, other_{world, home}, home_{home} {}

  /// Begins after `start`, moves a little later, comes back, and goes beyond the quota's end.
  void live(Instant start, microseconds until_move, const Setting& away) {
    world_.now = start;
    const auto day = clock_.begun_by(start, home_);
    const auto end = clock_.start_of(day + days{1}, home_);
    both([](Doer& doer) { doer.post(2); });
    BOOST_TEST(to_text(traveller_.quota()) == "2 of 5 until " + shared::to_string(end));

    world_.now = std::min(start + until_move, end - kInstant);
    const auto away_end = std::max(end, clock_.start_of(day + days{1}, away));
    traveller_.move(away);
    BOOST_TEST(to_text(traveller_.quota()) == "2 of 5 until " + shared::to_string(away_end));
    both([](Doer& doer) { BOOST_TEST(doer.post_to_limit() == 3); });

    traveller_.move(home_);
    BOOST_TEST(to_text(traveller_.quota()) == to_text(other_.quota()));
    traveller_.move(away);
    world_.now = away_end - kInstant;
    BOOST_TEST(to_text(traveller_.fail_to_post().quota) ==
               "5 of 5 until " + shared::to_string(away_end));
    world_.now = away_end;
    BOOST_TEST(shared::to_string(traveller_.post().task.day) ==
               shared::to_string(clock_.begun_by(away_end, away)));
    traveller_.post_to_limit();
    // Whatever it is at home, it is no second quota for a day.
    traveller_.move(home_);
    traveller_.post_to_limit();
  }

 private:
  template <class Work>
  void both(const Work& work) {
    work(traveller_);
    work(other_);
  }

  TasksWorld& world_;
  Clock& clock_;
  Doer traveller_;
  Doer other_;
  Setting home_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_rules, TasksWorld)

BOOST_AUTO_TEST_CASE(over_the_date_line_there_is_no_second_quota_for_a_day) {
  tell(date_line_stories());
}

BOOST_AUTO_TEST_CASE(where_clocks_are_odd_by_minutes_there_is_no_second_quota_for_a_day) {
  tell(odd_minutes_stories());
}

BOOST_AUTO_TEST_CASE(with_two_midnights_or_none_there_is_no_second_quota_for_a_day) {
  tell(havana_stories());
}

BOOST_AUTO_TEST_CASE(with_a_longer_or_shorter_night_there_is_no_second_quota_for_a_day) {
  tell(los_angeles_stories());
}

BOOST_AUTO_TEST_CASE(where_clocks_go_back_over_the_start_of_a_day_there_is_no_second_quota_for_it) {
  tell(turned_back_stories());
}

BOOST_AUTO_TEST_CASE(with_another_start_of_the_day_there_is_no_second_quota_for_a_day) {
  tell(day_start_stories());
}

BOOST_AUTO_TEST_CASE(
    in_odd_places_with_any_start_of_the_day_moving_wins_nothing_and_undoing_heals) {
  const auto seed = static_cast<unsigned>(std::stoul(environment("DAYMARK_TEST_SEED", "20260310")));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed);
  admin.query("alter database " + place.name() + " set synchronous_commit = off");
  std::mt19937 random{seed};
  Clock clock{place.connect()};
  for (const auto& spot : kSpots) {
    for (int starts_at = 0; starts_at < 24; ++starts_at) {
      const Setting home{.zone = spot.zone, .starts_at = starts_at};
      const Setting away{.zone = kSpots.at(random() % kSpots.size()).zone,
                         .starts_at = static_cast<int>(random() % 24)};
      const auto start = at(spot.instant) - hours{4} + minutes{random() % (8 * 60)};
      BOOST_TEST_CONTEXT(to_text(home)
                         << " at " << shared::to_string(start) << ", then " << to_text(away)) {
        Pair{*this, clock, home}.live(start, minutes{random() % (6 * 60)}, away);
      }
    }
  }
  BOOST_TEST(find_second_quotas(admin, 5) == "");
}

BOOST_AUTO_TEST_CASE(a_task_over_the_limit_leaves_nothing_behind) {
  Doer doer{*this, {}};
  doer.post(5);
  const auto everything = [&] {
    return to_text(admin.query(
        "select (select version from accounts), (select count(*) from tasks), "
        "(select max(used) from task_quotas), (select count(*) from task_idempotency_keys), "
        "(select count(*) from jobs), (select count(*) from runs)"));
  };
  const auto before = everything();
  const server::IdempotencyKey key{.text = "a", .request_hash = server::sha256_bytea("body")};
  BOOST_TEST(std::holds_alternative<tasks::OverLimit>(tasks::create(
      database, doer.credentials(), {.title = "a task", .note = std::nullopt}, key, now)));
  BOOST_TEST(everything() == before);
}

BOOST_AUTO_TEST_CASE(a_removed_task_gives_nothing_back) {
  Doer doer{*this, {}};
  for (int i = 0; i < 5; ++i) {
    doer.remove(doer.post().task.id);
  }
  BOOST_TEST(doer.list().tasks.items.empty());
  BOOST_TEST(to_text(doer.fail_to_post().quota) == "5 of 5 until 2026-03-11T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(the_first_task_of_an_account_plans_a_look_at_its_limit) {
  Doer doer{*this, {.zone = kKathmandu, .starts_at = 4}};
  const auto planned = [&] {
    return to_text(admin.query(
        "select kind, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), done_day from jobs "
        "where account_id = $1::bigint",
        {doer.id()}));
  };
  BOOST_TEST(planned() == "");
  doer.post(2);
  BOOST_TEST(planned() == "adjust_task_limit 2026-03-10 22:15 2026-03-10\n");
  // It is planned already; whoever takes that look plans the next one.
  now += days{1};
  doer.post();
  BOOST_TEST(planned() == "adjust_task_limit 2026-03-10 22:15 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(a_day_is_in_the_streak_while_all_its_tasks_that_are_left_are_done) {
  Doer doer{*this, {}};
  const auto streaks = [&] {
    const auto page = doer.list();
    return std::to_string(page.streak) + " of " + std::to_string(page.longest_streak) + ": " +
           ask(admin,
               "select coalesce(string_agg(first_day || '/' || last_day, ' ' order by first_day), "
               "'') from runs where activity = 'task'");
  };
  const auto first = doer.post().task.id;
  BOOST_TEST(streaks() == "0 of 0: ");
  doer.finish(first);
  BOOST_TEST(streaks() == "1 of 1: 2026-03-10/2026-03-10");
  now += days{1};
  const auto done = doer.post().task.id;
  const auto open = doer.post().task.id;
  doer.finish(done);
  BOOST_TEST(streaks() == "1 of 1: 2026-03-10/2026-03-10");
  now += days{1};
  BOOST_TEST(streaks() == "0 of 1: 2026-03-10/2026-03-10");
  const auto last = doer.post().task.id;
  BOOST_TEST(doer.finish(last).awarded.empty());
  BOOST_TEST(streaks() == "1 of 1: 2026-03-10/2026-03-10 2026-03-12/2026-03-12");
  // What was left of the day between goes, and with it three days make a milestone.
  doer.remove(open);
  BOOST_TEST(streaks() == "3 of 3: 2026-03-10/2026-03-12");
  BOOST_TEST(ask(admin,
                 "select string_agg(code, ' ') from awards join achievements "
                 "using (achievement_id)") == "clear-desk");
  // Another one is to be done today.
  const auto another = doer.post().task.id;
  BOOST_TEST(streaks() == "2 of 2: 2026-03-10/2026-03-11");
  BOOST_TEST(doer.finish(another).awarded.empty());
  BOOST_TEST(streaks() == "3 of 3: 2026-03-10/2026-03-12");
  doer.finish(done, false);
  BOOST_TEST(streaks() == "1 of 1: 2026-03-10/2026-03-10 2026-03-12/2026-03-12");
  doer.finish(done);
  doer.remove(done);
  // A day without tasks is none on which all are done.
  BOOST_TEST(streaks() == "1 of 1: 2026-03-10/2026-03-10 2026-03-12/2026-03-12");
  BOOST_TEST(ask(admin, "select achievements || ' ' || points from accounts") == "1 15");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
