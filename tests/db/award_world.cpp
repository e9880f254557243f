#include "award_world.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "server/token.hpp"
#include "support/deadline.hpp"

namespace daymark::db_tests {
namespace {

constexpr int kDays = 20;  // achievements without points
constexpr std::chrono::seconds kEndMax{20};

std::string worth(int points) { return "worth-" + std::to_string(points); }

}  // namespace

std::string to_text(const std::vector<achievements::SevenDays>& people) {
  std::string text;
  for (const auto& one : people) {
    text += (text.empty() ? "" : ", ") + one.username + " " + shared::to_string(one.run.first_day) +
            "/" + shared::to_string(one.run.last_day);
  }
  return text;
}

std::string to_text(const std::optional<achievements::Difference>& difference) {
  return difference ? difference->lower + " " + difference->higher + " " +
                          std::to_string(difference->difference)
                    : "";
}

std::string to_text(const std::optional<achievements::Leader>& leader) {
  return leader ? leader->username + " " + std::to_string(leader->figure) : "";
}

std::vector<achievements::SevenDays> list_all_seven_days(storage::Database& database, int limit) {
  std::vector<achievements::SevenDays> all;
  achievements::SevenDaysWanted wanted{.limit = limit};
  for (bool has_more = true; has_more;) {
    const auto page = achievements::list_seven_days(database, wanted);
    if (page.items.size() > static_cast<std::size_t>(limit) ||
        (page.has_more && page.items.empty())) {
      throw std::runtime_error{"a page of the wrong size"};
    }
    all.insert(all.end(), page.items.begin(), page.items.end());
    has_more = page.has_more;
    if (has_more) {
      wanted.after = page.items.back().account;
    }
  }
  return all;
}

std::vector<achievements::Achievement> list_all_achievements(
    storage::Database& database, const achievements::CatalogueWanted& wanted) {
  std::vector<achievements::Achievement> all;
  auto next = wanted;
  for (bool has_more = true; has_more;) {
    const auto page = achievements::list_catalogue(database, next);
    if (page.items.size() > static_cast<std::size_t>(wanted.limit) ||
        (page.has_more && page.items.empty())) {
      throw std::runtime_error{"a page of the wrong size"};
    }
    all.insert(all.end(), page.items.begin(), page.items.end());
    has_more = page.has_more;
    if (has_more) {
      next.after = page.items.back().id;
    }
  }
  return all;
}

std::string count_deadlocks(support::Database& admin) {
  const auto are_gone = [&] {
    return ask(admin,
               "select count(*) <= 1 from pg_stat_activity where datname = current_database() "
               "and usename = 'daymark_worker'") == "t";
  };
  if (!support::await(kEndMax, are_gone)) {
    throw std::runtime_error{"there are still workers in the database"};
  }
  return ask(admin, "select deadlocks from pg_stat_database where datname = current_database()");
}

AwardWorld::AwardWorld() {
  now = at("2026-06-01T12:00:00Z");
  for (int day = 1; day <= kDays; ++day) {
    offer("day-" + std::to_string(day), 0);
  }
}

Credentials AwardWorld::sign_up(const std::string& name, const AccountSettings& settings,
                                shared::Language language) {
  const auto signed_in = accounts::sign_up(database, hasher,
                                           {.username = name,
                                            .username_key = name,
                                            .password = kPassword,
                                            .language = language,
                                            .time_zone = settings.time_zone,
                                            .day_starts_at = settings.day_starts_at},
                                           {.kind = accounts::SessionKind::kBearer}, now);
  return server::read_token(signed_in.value().token).value();
}

void AwardWorld::erase(const Credentials& credentials) {
  expect<accounts::Erased>(accounts::erase(database, hasher, credentials, kPassword,
                                           std::string{accounts::kUnknownNetwork}, now),
                           "erase");
}

void AwardWorld::offer(const std::string& code, int points) {
  expect<achievements::Achievement>(
      achievements::add(database,
                        {.code = code,
                         .points = points,
                         .texts = {{{.name = "Name of " + code, .description = "About " + code},
                                    {.name = "Имя " + code, .description = "Про " + code}}}},
                        shared::Language::kEnglish, now),
      "add " + code);
}

achievements::Awarded AwardWorld::give(const std::string& name, const std::string& code,
                                       std::string_view instant) {
  return expect<achievements::Awarded>(
      achievements::award(database, name, {.code = code, .awarded_at = at(instant)}, now),
      "award " + code + " to " + name);
}

achievements::Awarded AwardWorld::give(const std::string& name, const std::string& code) {
  return expect<achievements::Awarded>(
      achievements::award(database, name, {.code = code, .awarded_at = std::nullopt}, now),
      "award " + code + " to " + name);
}

void AwardWorld::take(const std::string& name, const std::string& code) {
  expect<achievements::TakenBack>(achievements::take_back(database, name, code, now),
                                  "take back " + code + " from " + name);
}

void AwardWorld::give_days(const std::string& name, const std::vector<std::string_view>& instants) {
  for (const auto instant : instants) {
    give(name, "day-" + std::to_string(++days_given_[name]), instant);
  }
}

void AwardWorld::give_from(const std::string& name, std::string_view first_day,
                           std::string_view last_day) {
  for (auto one = day(first_day); one <= day(last_day); one += shared::days{1}) {
    give_days(name, {shared::to_string(one) + "T12:00:00Z"});
  }
}

Credentials AwardWorld::sign_up_with(const std::string& name, int points) {
  auto credentials = sign_up(name);
  if (points > 0) {
    give_points(name, points);
  }
  return credentials;
}

void AwardWorld::give_points(const std::string& name, int points) {
  if (ask(admin, "select count(*) from achievements where code = $1", {worth(points)}) == "0") {
    offer(worth(points), points);
  }
  give(name, worth(points));
}

std::string AwardWorld::most_achievements() {
  return to_text(achievements::statistics(database).most_achievements);
}

std::string AwardWorld::most_points() {
  return to_text(achievements::statistics(database).most_points);
}

std::string AwardWorld::greatest() {
  return to_text(achievements::statistics(database).greatest_difference);
}

std::string AwardWorld::least() {
  return to_text(achievements::statistics(database).least_difference);
}

std::string AwardWorld::seven_days() {
  return to_text(list_all_seven_days(database, server::kPageLimitMax));
}

std::string AwardWorld::award_days(const std::string& name) {
  return ask(admin,
             "select coalesce(string_agg(day::text, ' ' order by awarded_at), '') from awards "
             "join usernames using (account_id) where username_key = $1",
             {name});
}

achievements::User AwardWorld::profile(const std::string& name) {
  return expect<achievements::User>(achievements::find_user(database, name), "find " + name);
}

std::vector<achievements::Award> AwardWorld::awards(const std::string& name) {
  return expect<achievements::AwardPage>(
             achievements::list_awards(database, name,
                                       {.limit = server::kPageLimitMax, .after = std::nullopt}),
             "list awards of " + name)
      .page.items;
}

std::int64_t AwardWorld::holders(const std::string& code) {
  const auto all = list_all_achievements(database, {.limit = server::kPageLimitMax});
  const auto found = std::ranges::find(all, code, &achievements::Achievement::code);
  return found == all.end() ? -1 : found->holders;
}

}  // namespace daymark::db_tests
