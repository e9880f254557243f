// The SQL function day_start against its definition: the first instant whose day is the wanted one
// or later. For every zone, around its clock changes and on random days.
//
// The oracle takes nothing but offsets from PostgreSQL: hour by hour over five days, and where two
// differ, the second between them. So it knows from when to when each offset was in force, and
// looks for the first instant in order.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "world.hpp"

namespace daymark::db_tests {
namespace {

constexpr std::int64_t kHour = 3'600;      // seconds
constexpr std::int64_t kDay = 24 * kHour;  // seconds
constexpr int kThreads = 2;
constexpr int kRandomDays = 12;  // of each zone
constexpr int kChangesMax = 24;  // clock changes looked at, of each zone
constexpr std::size_t kFailuresTold = 20;
constexpr const char* kFirst = "1899-12-25";
constexpr const char* kLast = "2038-01-05";

/// An offset from UTC and the instant from which it is in force, both in seconds.
struct Segment {
  std::int64_t from;
  std::int64_t offset;
};

std::string to_array(const std::vector<std::int64_t>& numbers) {
  std::string text = "{";
  for (const auto number : numbers) {
    text += (text.size() == 1 ? "" : ",") + std::to_string(number);
  }
  return text + "}";
}

void make_helpers(support::Database& admin) {
  admin.query(R"sql(
    create function offset_at(instant bigint, zone text) returns bigint language sql immutable as $$
      select extract(epoch from (to_timestamp(instant) at time zone zone)
                                - (to_timestamp(instant) at time zone 'UTC'))::bigint
    $$)sql");
  // The first second after `low`, up to `high`, at which the offset is not what it is at `low`.
  admin.query(R"sql(
    create function change_between(low bigint, high bigint, zone text) returns bigint
    language plpgsql as $$
    declare
      old_offset bigint := offset_at(low, zone);
    begin
      while high - low > 1 loop
        if offset_at((low + high) / 2, zone) = old_offset then
          low := (low + high) / 2;
        else
          high := (low + high) / 2;
        end if;
      end loop;
      return high;
    end $$)sql");
}

class Zone {
 public:
  Zone(support::Database& database, std::string name)
      : database_{database}, name_{std::move(name)} {}

  /// The days, in days since 1970, on which the clocks change (those that last at least 15 days).
  std::vector<std::int64_t> days_of_changes() {
    const auto rows = database_.query(R"sql(
      select low, high
        from (select lag(t) over (order by t) as low, t as high,
                     lag(offset_at(t, $1)) over (order by t) as old_offset,
                     offset_at(t, $1) as new_offset
                from generate_series(extract(epoch from $2::timestamptz)::bigint,
                                     extract(epoch from $3::timestamptz)::bigint,
                                     15 * 86400) t) steps
       where old_offset <> new_offset)sql",
                                      {name_, kFirst, kLast});
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> high;
    for (const auto& row : rows) {
      low.push_back(std::stoll(row[0]));
      high.push_back(std::stoll(row[1]));
    }
    std::vector<std::int64_t> found;
    for (const auto change : changes_between(low, high)) {
      found.push_back(change / kDay - (change % kDay < 0 ? 1 : 0));
    }
    return found;
  }

  /// Offsets from the day before to three days after.
  std::map<std::int64_t, std::vector<Segment>> segments(const std::vector<std::int64_t>& days) {
    const auto rows = database_.query(R"sql(
      select d, d * 86400 + h * 3600, offset_at(d * 86400 + h * 3600, $1)
        from unnest($2::bigint[]) d, generate_series(-24, 96) h
       order by d, h)sql",
                                      {name_, to_array(days)});
    std::map<std::int64_t, std::vector<Segment>> found;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> high;
    std::vector<Segment*> unfinished;
    for (const auto& row : rows) {
      auto& of_day = found[std::stoll(row[0])];
      const Segment next{.from = std::stoll(row[1]), .offset = std::stoll(row[2])};
      if (of_day.empty() || of_day.back().offset != next.offset) {
        if (!of_day.empty()) {
          low.push_back(next.from - kHour);
          high.push_back(next.from);
        }
        of_day.reserve(16);
        of_day.push_back(next);
        if (of_day.size() > 1) {
          unfinished.push_back(&of_day.back());
        }
      }
    }
    const auto changes = changes_between(low, high);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      unfinished[i]->from = changes[i];
    }
    return found;
  }

  /// day_start of each day at 0 to 23 o'clock, in microseconds since 1970.
  std::vector<std::vector<std::int64_t>> answers(const std::vector<std::int64_t>& days) {
    const auto rows = database_.query(R"sql(
      select extract(epoch from day_start(date '1970-01-01' + d::integer, $1, h)) * 1000000
        from unnest($2::bigint[]) with ordinality as days (d, place), generate_series(0, 23) h
       order by place, h)sql",
                                      {name_, to_array(days)});
    std::vector<std::vector<std::int64_t>> found(days.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      found[i / 24].push_back(std::stoll(rows[i][0]));
    }
    return found;
  }

 private:
  std::vector<std::int64_t> changes_between(const std::vector<std::int64_t>& low,
                                            const std::vector<std::int64_t>& high) {
    std::vector<std::int64_t> found;
    for (const auto& row : database_.query(R"sql(
           select change_between(low, high, $1)
             from unnest($2::bigint[], $3::bigint[]) with ordinality as steps (low, high, place)
            order by place)sql",
                                           {name_, to_array(low), to_array(high)})) {
      found.push_back(std::stoll(row[0]));
    }
    return found;
  }

  support::Database& database_;
  std::string name_;
};

/// The first instant whose local time, less `starts_at` hours, is on the day or later.
std::int64_t first_instant(const std::vector<Segment>& segments, std::int64_t day, int starts_at) {
  const auto wanted = day * kDay + starts_at * kHour;  // as a local time
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto from = std::max(segments[i].from, wanted - segments[i].offset);
    if (i + 1 == segments.size() || from < segments[i + 1].from) {
      return from;
    }
  }
  return 0;
}

struct Totals {
  std::mutex mutex;
  std::vector<std::string> failures;
  std::int64_t checked = 0;
};

std::string tell(const std::string& zone, std::int64_t day, int starts_at, std::int64_t wanted,
                 std::int64_t given) {
  const auto instant = [](std::int64_t us) {
    return shared::to_string(Instant{std::chrono::microseconds{us}});
  };
  return "day_start('" + shared::to_string(CivilDay{shared::days{day}}) + "', '" + zone + "', " +
         std::to_string(starts_at) + ") is " + instant(given) + ", not " + instant(wanted);
}

void check(Zone& zone, const std::string& name, const std::vector<std::int64_t>& days,
           Totals& totals) {
  const auto segments = zone.segments(days);
  const auto answers = zone.answers(days);
  const std::lock_guard lock{totals.mutex};
  for (std::size_t i = 0; i < days.size(); ++i) {
    for (int starts_at = 0; starts_at < 24; ++starts_at) {
      const auto wanted = first_instant(segments.at(days[i]), days[i], starts_at) * 1'000'000;
      const auto given = answers[i].at(static_cast<std::size_t>(starts_at));
      ++totals.checked;
      if (wanted != given && totals.failures.size() < kFailuresTold) {
        totals.failures.push_back(tell(name, days[i], starts_at, wanted, given));
      }
    }
  }
}

/// Random days, and the days around some of the zone's clock changes, each once.
std::vector<std::int64_t> choose_days(Zone& zone, std::mt19937& random) {
  const auto first = day("1900-01-01").time_since_epoch().count();
  const auto last = day("2037-12-31").time_since_epoch().count();
  std::set<std::int64_t> days;
  std::uniform_int_distribution<std::int64_t> any{first, last};
  for (int i = 0; i < kRandomDays; ++i) {
    days.insert(any(random));
  }
  auto changes = zone.days_of_changes();
  std::ranges::shuffle(changes, random);
  changes.resize(std::min<std::size_t>(changes.size(), kChangesMax));
  for (const auto change : changes) {
    for (int around = -2; around <= 1; ++around) {
      days.insert(std::clamp<std::int64_t>(change + around, first, last));
    }
  }
  return {days.begin(), days.end()};
}

std::string start(support::Database& database, const char* day, const char* zone,
                  const char* starts_at) {
  return ask(database,
             "select to_char(day_start($1::date, $2, $3::integer) at time zone 'UTC', 'YYYY-MM-DD "
             "HH24:MI:SS')",
             {day, zone, starts_at});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(day_start, World)

BOOST_AUTO_TEST_CASE(the_start_of_a_day_is_where_people_know_it_to_be) {
  BOOST_TEST(start(admin, "2026-03-10", "UTC", "0") == "2026-03-10 00:00:00");
  BOOST_TEST(start(admin, "2026-03-10", "Asia/Kathmandu", "4") == "2026-03-09 22:15:00");
  BOOST_TEST(start(admin, "2026-03-10", "Pacific/Kiritimati", "0") == "2026-03-09 10:00:00");
  BOOST_TEST(start(admin, "2026-03-10", "Pacific/Pago_Pago", "23") == "2026-03-11 10:00:00");
  // Clocks that skip midnight: Havana, Beirut, Santiago, and the Azores where they go on from it.
  BOOST_TEST(start(admin, "2024-03-10", "America/Havana", "0") == "2024-03-10 05:00:00");
  BOOST_TEST(start(admin, "2024-03-31", "Atlantic/Azores", "0") == "2024-03-31 01:00:00");
  // The hour that is skipped is not midnight.
  BOOST_TEST(start(admin, "2024-03-31", "Europe/Berlin", "2") == "2024-03-31 01:00:00");
  BOOST_TEST(start(admin, "2024-03-31", "Europe/Berlin", "3") == "2024-03-31 01:00:00");
  BOOST_TEST(start(admin, "2024-10-06", "Australia/Lord_Howe", "2") == "2024-10-05 15:30:00");
  // Hours that come twice: the first one.
  BOOST_TEST(start(admin, "2024-10-27", "Europe/Berlin", "2") == "2024-10-27 00:00:00");
  BOOST_TEST(start(admin, "2024-11-03", "America/Havana", "0") == "2024-11-03 04:00:00");
  BOOST_TEST(start(admin, "2006-10-29", "America/St_Johns", "0") == "2006-10-29 02:30:00");
  BOOST_TEST(start(admin, "2006-10-28", "America/St_Johns", "23") == "2006-10-29 01:30:00");
  BOOST_TEST(start(admin, "2006-04-02", "America/St_Johns", "0") == "2006-04-02 03:30:00");
  // Days that were left out start where the next one does.
  BOOST_TEST(start(admin, "2011-12-30", "Pacific/Apia", "0") == "2011-12-30 10:00:00");
  BOOST_TEST(start(admin, "2011-12-31", "Pacific/Apia", "0") == "2011-12-30 10:00:00");
  BOOST_TEST(start(admin, "2011-12-30", "Pacific/Apia", "12") == "2011-12-30 10:00:00");
  BOOST_TEST(start(admin, "1993-08-21", "Pacific/Kwajalein", "0") == "1993-08-21 12:00:00");
  // Local mean times have seconds.
  BOOST_TEST(start(admin, "1900-01-01", "Asia/Kathmandu", "0") == "1899-12-31 18:18:44");
  BOOST_TEST(start(admin, "1900-06-01", "America/St_Johns", "0") == "1900-06-01 03:30:52");
  BOOST_TEST(start(admin, "1937-07-02", "Europe/Amsterdam", "0") == "1937-07-01 22:40:00");
}

BOOST_AUTO_TEST_CASE(a_day_starts_at_the_first_instant_that_has_it_in_every_zone) {
  const auto seed = static_cast<unsigned>(std::stoul(environment("DAYMARK_TEST_SEED", "20260310")));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed);
  make_helpers(admin);
  const auto zones = admin.query("select name from time_zones order by name");
  BOOST_TEST(zones.size() > 400U);
  std::atomic<std::size_t> next = 0;
  Totals totals;
  in_parallel(kThreads, [&](int) {
    auto session = place.connect();
    for (auto i = next++; i < zones.size(); i = next++) {
      const auto& name = zones[i].at(0);
      Zone zone{session, name};
      std::mt19937 random{seed + static_cast<unsigned>(i)};
      check(zone, name, choose_days(zone, random), totals);
    }
  });
  BOOST_TEST_MESSAGE(totals.checked << " starts of days in " << zones.size() << " zones");
  for (const auto& failure : totals.failures) {
    BOOST_ERROR(failure);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
