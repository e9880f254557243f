#include "achievements/statistics_json.hpp"

namespace daymark::achievements {
namespace {

using server::json::Writer;

void write_leader(Writer& out, std::string_view name, std::string_view figure,
                  const std::optional<Leader>& leader) {
  out.key(name);
  if (!leader) {
    out.null();
    return;
  }
  out.begin_object();
  out.key("username").text(leader->username);
  out.key(figure).number(leader->figure);
  out.end_object();
}

void write_difference(Writer& out, std::string_view name,
                      const std::optional<Difference>& difference) {
  out.key(name);
  if (!difference) {
    out.null();
    return;
  }
  out.begin_object();
  out.key("users").begin_array();
  out.text(difference->lower).text(difference->higher);
  out.end_array();
  out.key("difference").number(difference->difference);
  out.end_object();
}

}  // namespace

void write_statistics(Writer& out, const Statistics& statistics) {
  write_leader(out, "most_achievements", "achievements", statistics.most_achievements);
  write_leader(out, "most_points", "points", statistics.most_points);
  write_difference(out, "greatest_difference", statistics.greatest_difference);
  write_difference(out, "least_difference", statistics.least_difference);
}

void write_seven_days(Writer& out, const Page<SevenDays>& page) {
  out.key("users").begin_array();
  for (const auto& item : page.items) {
    out.begin_object();
    out.key("username").text(item.username);
    out.key("first_day").day(item.run.first_day);
    out.key("last_day").day(item.run.last_day);
    out.end_object();
  }
  out.end_array();
}

}  // namespace daymark::achievements
