#include "clock.hpp"

#include <chrono>
#include <utility>

namespace daymark::db_tests {
namespace {

Instant from_seconds(const std::string& seconds) {
  return Instant{std::chrono::seconds{std::stoll(seconds)}};
}

}  // namespace

std::string to_text(const Setting& setting) {
  return setting.zone + " " + std::to_string(setting.starts_at);
}

Clock::Clock(support::Database session) : session_{std::move(session)} {
  session_.query(R"sql(
    prepare day_of (timestamptz, text, integer) as
    select (($1 at time zone $2) - make_interval(hours => $3))::date)sql");
  // Hourly offsets say where to look minute by minute.
  session_.query(R"sql(
    prepare start_of (date, text, integer) as
    with clock as (
      select ($1 + make_interval(hours => $3)) at time zone 'UTC' as wanted
    ), offsets as (
      select min((t at time zone $2) - (t at time zone 'UTC')) as least,
             max((t at time zone $2) - (t at time zone 'UTC')) as greatest
        from clock,
             generate_series(wanted - interval '2 days', wanted + interval '2 days', '1 hour') t
    ), minute as (
      select min(t) as found
        from clock, offsets,
             generate_series(wanted - greatest - interval '1 hour',
                             wanted - least + interval '1 hour', '1 minute') t
       where ((t at time zone $2) - make_interval(hours => $3))::date >= $1
    )
    select extract(epoch from min(t))::bigint
      from minute, generate_series(found - interval '59 seconds', found, '1 second') t
     where ((t at time zone $2) - make_interval(hours => $3))::date >= $1)sql");
  // Fortnight by fortnight, and where two differ, the second between them.
  session_.query(R"sql(
    prepare changes_of (text) as
    with recursive search as (
      select (t at time zone $1) - (t at time zone 'UTC') as before,
             extract(epoch from t)::bigint as low, extract(epoch from t)::bigint + 1296000 as high
        from generate_series(timestamptz '1970-01-01Z', timestamptz '2037-12-01Z', '15 days') t
       where (t at time zone $1) - (t at time zone 'UTC')
             <> ((t + interval '15 days') at time zone $1)
                - ((t + interval '15 days') at time zone 'UTC')
      union all
      select before, case when is_before then middle else low end,
             case when is_before then high else middle end
        from search
       cross join lateral (select (low + high) / 2 as middle) half
       cross join lateral (
             select (to_timestamp(middle) at time zone $1)
                    - (to_timestamp(middle) at time zone 'UTC') = before as is_before) shown
       where high - low > 1
    )
    select high from search where high - low = 1 order by 1)sql");
}

CivilDay Clock::day_of(Instant instant, const Setting& setting) {
  return day(ask(session_, "execute day_of ('" + shared::to_string(instant) + "', '" +
                               setting.zone + "', " + std::to_string(setting.starts_at) + ")"));
}

Instant Clock::start_of(CivilDay day, const Setting& setting) {
  const auto known = starts_.find({day, setting});
  if (known != starts_.end()) {
    return known->second;
  }
  const auto found = from_seconds(ask(session_, "execute start_of ('" + shared::to_string(day) +
                                                    "', '" + setting.zone + "', " +
                                                    std::to_string(setting.starts_at) + ")"));
  starts_.emplace(std::tuple{day, setting}, found);
  return found;
}

CivilDay Clock::begun_by(Instant instant, const Setting& setting) {
  auto begun = day_of(instant, setting);
  while (start_of(begun + shared::days{1}, setting) <= instant) {
    begun += shared::days{1};
  }
  return begun;
}

const std::vector<Instant>& Clock::changes_of(const std::string& zone) {
  const auto [place, is_new] = changes_.try_emplace(zone);
  if (is_new) {
    for (const auto& row : session_.query("execute changes_of ('" + zone + "')")) {
      place->second.push_back(from_seconds(row.at(0)));
    }
  }
  return place->second;
}

}  // namespace daymark::db_tests
