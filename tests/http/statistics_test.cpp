// Days of awards, and the figures about all accounts.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "achievements.hpp"

namespace daymark::http_tests {
namespace {

struct Statistics : Achievements {
  Json read() {
    const auto answer = admin.get("/statistics");
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    return answer.json();
  }

  /// What the statistics have to be, from the raw awards alone.
  Json count() {
    return Json::parse(database
                           .query(R"sql(
with totals as (
  select a.account_id, a.username, count(c.achievement_id) as achievements,
         coalesce(sum(c.points), 0) as points
    from accounts a
    left join awards w using (account_id)
    left join achievements c using (achievement_id)
   group by a.account_id
), gaps as (
  select username as lower, lead(username) over up as higher,
         lead(points) over up - points as difference
    from totals
  window up as (order by points, account_id)
   order by difference, points, account_id
   limit 1
), lowest as (
  select * from totals order by points, account_id limit 1
), highest as (
  select * from totals order by points desc, account_id limit 1
)
select json_build_object(
  'most_achievements', (select json_build_object('username', username, 'achievements', achievements)
                          from totals order by achievements desc, account_id limit 1),
  'most_points', (select json_build_object('username', username, 'points', points) from highest),
  'greatest_difference',
  (select json_build_object('users', json_build_array(l.username, h.username),
                            'difference', h.points - l.points)
     from lowest l, highest h),
  'least_difference', (select json_build_object('users', json_build_array(lower, higher),
                                                'difference', difference)
                         from gaps)))sql")
                           .at(0)
                           .at(0));
  }

  void expect_right(const char* after) {
    BOOST_TEST_CONTEXT(after) {
      const auto told = read();
      const auto counted = count();
      for (const auto& [name, value] : counted.as_object()) {
        BOOST_TEST((told[name] == value),
                   name + " is " + told[name].to_text() + " instead of " + value.to_text());
      }
    }
  }

  /// Somebody with awards at noon on so many days, from the first one on.
  Person& make_awarded(const std::vector<std::string>& days_of_2026, const Json& settings) {
    people.push_back(std::make_unique<Person>(client, settings));
    for (const auto& day : days_of_2026) {
      award(*people.back(), add(0), "2026-" + day + "T12:00:00Z");
    }
    return *people.back();
  }

  /// The item about somebody, on all pages of this length; null where there is none.
  Json find_seven_days(const Person& person, int limit = 100) {
    std::string target = "/statistics/seven-days-in-a-row?limit=" + std::to_string(limit);
    while (!target.empty()) {
      const auto page = admin.get(target);
      BOOST_REQUIRE_EQUAL(page.status, 200);
      const auto body = page.json();
      for (const auto& user : body["users"].as_array()) {
        if (user["username"].as_string() == person.username()) {
          return user;
        }
      }
      target = next_target(page);
    }
    return nullptr;
  }

  std::vector<std::unique_ptr<Person>> people;
};

Json in_utc() { return object({{"time_zone", "UTC"}, {"day_starts_at", 0}}); }

Json seven_days(const Person& person, const char* first_day, const char* last_day) {
  return object(
      {{"username", person.username()}, {"first_day", first_day}, {"last_day", last_day}});
}

BOOST_FIXTURE_TEST_SUITE(statistics, Statistics)

BOOST_AUTO_TEST_CASE(the_figures_are_those_of_the_raw_awards_after_every_change) {
  expect_right("so far");
  Person person{client};
  expect_right("a sign-up");
  const auto code = add(999'999);
  award(person, code);
  expect_right("an award");
  award(admin, code);
  expect_right("the same award to another");
  award(person, add(1));
  expect_right("one more point");
  const auto told = read();
  BOOST_TEST(told["most_points"]["points"].as_integer() >= 1'000'000);
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/" + code).status, 204);
  expect_right("taking back");
  person.record();
  expect_right("a milestone");
  BOOST_REQUIRE_EQUAL(
      person.send(json_request("DELETE", "/me", object({{"current_password", support::kPassword}})))
          .status,
      204);
  expect_right("the end of an account");
}

BOOST_AUTO_TEST_CASE(whoever_is_signed_in_may_read_the_figures_and_no_cache_keeps_them) {
  Person member{client};
  for (const auto* path : {"/statistics", "/statistics/seven-days-in-a-row"}) {
    const auto answer = member.get(path);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("Cache-Control") == "no-store");
    BOOST_TEST(!answer.headers.has("Content-Language"));
    for (const std::string language : {"en", "ru"}) {
      expect_problem(client.send(plain("GET", path, {{"Accept-Language", language}})), 401,
                     "not-signed-in", language);
      const auto faulty =
          member.get(std::string{path} + "?user=1", {{"Accept-Language", language}});
      BOOST_TEST(faults_of(faulty) == std::vector<std::string>{"user unknown-parameter"},
                 boost::test_tools::per_element());
      expect_problem(faulty, 422, "invalid", language);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_day_of_an_award_is_the_holder_s) {
  const auto streak_of = [this](int day_starts_at) {
    Person eastern{client,
                   object({{"time_zone", "Pacific/Kiritimati"}, {"day_starts_at", day_starts_at}})};
    award(eastern, add(), "2026-01-10T23:59:00+14:00");
    award(eastern, add(), "2026-01-11T00:01:00+14:00");
    return profile_of(eastern)["longest_award_streak"].as_integer();
  };
  BOOST_TEST(streak_of(0) == 2);
  BOOST_TEST(streak_of(4) == 1);  // both before four in the morning of the 11th
}

BOOST_AUTO_TEST_CASE(seven_days_in_a_row_count_across_a_change_of_the_clock) {
  // Clocks go forward on March 29; each award is one minute before or after midnight in Berlin.
  Person person{client, object({{"time_zone", "Europe/Berlin"}, {"day_starts_at", 0}})};
  for (const char* time :
       {"2026-03-26T00:01:00+01:00", "2026-03-27T23:59:00+01:00", "2026-03-28T23:59:00+01:00",
        "2026-03-29T23:59:00+02:00", "2026-03-30T00:01:00+02:00", "2026-03-31T00:01:00+02:00"}) {
    award(person, add(), time);
  }
  BOOST_TEST(find_seven_days(person).is_null());
  award(person, add(), "2026-04-01T23:59:00+02:00");
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-03-26", "2026-04-01")));
  BOOST_TEST(profile_of(person)["longest_award_streak"].as_integer() == 7);
}

BOOST_AUTO_TEST_CASE(a_row_of_days_grows_splits_and_ends_with_its_awards) {
  auto& person = make_awarded({"02-01", "02-02", "02-03", "02-04", "02-06", "02-07"}, in_utc());
  BOOST_TEST(find_seven_days(person).is_null());
  const auto filling = add(0);
  award(person, filling, "2026-02-05T12:00:00Z");
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-02-01", "2026-02-07")));
  const auto longer = add(0);
  award(person, longer, "2026-01-31T12:00:00Z");
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-01-31", "2026-02-07")));
  // Another award of the same day keeps it.
  const auto same_day = add(0);
  award(person, same_day, "2026-02-05T23:00:00Z");
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/" + filling).status, 204);
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-01-31", "2026-02-07")));
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/" + same_day).status, 204);
  BOOST_TEST(find_seven_days(person).is_null());
}

BOOST_AUTO_TEST_CASE(of_equally_long_rows_the_latest_is_told_and_of_others_the_longest) {
  auto& person = make_awarded({"02-01", "02-02", "02-03", "02-04", "02-05", "02-06", "02-07",
                               "03-01", "03-02", "03-03", "03-04", "03-05", "03-06", "03-07"},
                              in_utc());
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-03-01", "2026-03-07")));
  award(person, add(0), "2026-02-08T12:00:00Z");
  BOOST_TEST((find_seven_days(person) == seven_days(person, "2026-02-01", "2026-02-08")));
}

BOOST_AUTO_TEST_CASE(those_with_seven_days_come_page_by_page_in_the_order_of_their_accounts) {
  const std::vector<std::string> week{"02-01", "02-02", "02-03", "02-04",
                                      "02-05", "02-06", "02-07"};
  for (int number = 0; number < 3; ++number) {
    make_awarded(week, in_utc());
  }
  std::vector<std::string> expected;
  for (const auto& row :
       database.query("select username from seven_day_award_runs join accounts using (account_id) "
                      "order by account_id")) {
    expected.push_back(row.at(0));
  }
  for (const int limit : {1, 2, 100}) {
    std::vector<std::string> told;
    std::string target = "/statistics/seven-days-in-a-row?limit=" + std::to_string(limit);
    while (!target.empty()) {
      const auto page = admin.get(target);
      BOOST_REQUIRE_EQUAL(page.status, 200);
      const auto body = page.json();
      for (const auto& user : body["users"].as_array()) {
        told.push_back(user["username"].as_string());
      }
      const auto* cursor = body.find("next_cursor");
      BOOST_TEST(page.header("Link") ==
                 (cursor == nullptr
                      ? ""
                      : "</statistics/seven-days-in-a-row?limit=" + std::to_string(limit) +
                            "&cursor=" + cursor->as_string() + ">; rel=\"next\""));
      target = next_target(page);
    }
    BOOST_TEST(told == expected, boost::test_tools::per_element());
  }
  BOOST_REQUIRE_EQUAL(
      people.back()
          ->send(json_request("DELETE", "/me", object({{"current_password", support::kPassword}})))
          .status,
      204);
  BOOST_TEST(find_seven_days(*people.back()).is_null());
}

BOOST_AUTO_TEST_CASE(the_statistics_have_the_first_page_of_those_with_seven_days) {
  constexpr std::size_t kPage = 30;
  database.query(R"sql(
    insert into seven_day_award_runs (account_id, first_day, last_day)
    select account_id, '2026-02-01', '2026-02-07' from accounts
        on conflict do nothing)sql");
  const auto statistics = read()["seven_days_in_a_row"];
  const auto page = admin.get("/statistics/seven-days-in-a-row").json();
  BOOST_TEST((statistics == page));
  BOOST_TEST(statistics["users"].as_array().size() == kPage);
  const auto rest =
      admin.get("/statistics/seven-days-in-a-row?cursor=" + statistics["next_cursor"].as_string());
  BOOST_TEST(rest.status == 200);
  database.query(R"sql(
    delete from seven_day_award_runs s
     where not exists (select from runs r
                        where r.account_id = s.account_id
                          and r.activity = 'award'
                          and r.first_day = s.first_day and r.last_day = s.last_day))sql");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
