#include "achievements.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <stdexcept>

namespace daymark::http_tests {

void expect_problem(const Answer& answer, int status, const std::string& code,
                    const std::string& language) {
  BOOST_TEST(answer.status == status);
  if (answer.status < 400) {
    return;
  }
  const auto body = answer.json();
  BOOST_TEST(body["code"].as_string() == code);
  BOOST_TEST(answer.header("Content-Language") == language);
  for (const auto* field : {"title", "detail"}) {
    BOOST_TEST(is_russian(body[field].as_string()) == (language == "ru"));
  }
  if (const auto* errors = body.find("errors")) {
    for (const auto& fault : errors->as_array()) {
      BOOST_TEST(is_russian(fault["detail"].as_string()) == (language == "ru"));
    }
  }
}

std::string now_to_the_second() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto text = support::to_text(now);
  return text.substr(0, text.size() - 1);
}

Json new_achievement(const std::string& code, int points) {
  return object({{"code", code},
                 {"points", points},
                 {"name", object({{"en", "Walk " + code}, {"ru", "Прогулка " + code}})},
                 {"description", object({{"en", "Out, " + code}, {"ru", "На улице, " + code}})}});
}

std::string awards_of(const std::string& username) {
  return "/users/" + username + "/achievements";
}

std::string awards_of(const Person& person) { return awards_of(person.username()); }

Achievements::Achievements() { make_admin(admin); }

std::string Achievements::add(int points) {
  const auto code = support::make_code();
  const auto answer = admin.post("/achievements", new_achievement(code, points));
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  return code;
}

Json Achievements::award(const Person& person, const std::string& code,
                         const std::string& awarded_at) {
  auto body = object({{"code", code}});
  if (!awarded_at.empty()) {
    body = merged(body, object({{"awarded_at", awarded_at}}));
  }
  const auto answer = admin.post(awards_of(person), body);
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  return answer.json();
}

Json Achievements::profile_of(const Person& person) { return profile_of(person, admin); }

Json Achievements::profile_of(const Person& person, Person& reader) {
  const auto answer = reader.get("/users/" + person.username());
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  return answer.json();
}

Json Achievements::list_awards(const Person& person) {
  const auto answer = admin.get(awards_of(person) + "?limit=100");
  BOOST_REQUIRE_EQUAL(answer.status, 200);
  return answer.json()["achievements"];
}

std::vector<Json> Achievements::read_catalogue(const Headers& headers, int limit) {
  std::vector<Json> catalogue;
  std::string target = "/achievements?limit=" + std::to_string(limit);
  while (!target.empty()) {
    const auto page = client.send(plain("GET", target, headers));
    BOOST_REQUIRE_EQUAL(page.status, 200);
    const auto body = page.json();
    for (const auto& achievement : body["achievements"].as_array()) {
      catalogue.push_back(achievement);
    }
    target = next_target(page);
  }
  return catalogue;
}

Json Achievements::find_in_catalogue(const std::string& code) {
  const auto catalogue = read_catalogue();
  const auto found = std::ranges::find_if(
      catalogue, [&](const Json& achievement) { return achievement["code"].as_string() == code; });
  BOOST_REQUIRE((found != catalogue.end()));
  return *found;
}

std::vector<std::string> Achievements::read_codes(std::string target) {
  std::vector<std::string> codes;
  while (!target.empty()) {
    const auto page = admin.get(target);
    BOOST_REQUIRE_EQUAL(page.status, 200);
    const auto body = page.json();
    for (const auto& achievement : body["achievements"].as_array()) {
      codes.push_back(achievement["code"].as_string());
    }
    BOOST_TEST(page.headers.has("Link") == body.has("next_cursor"));
    target = next_target(page);
  }
  return codes;
}

std::vector<std::string> Achievements::list_paths() const {
  return {"/achievements", awards_of(admin), "/statistics/seven-days-in-a-row"};
}

}  // namespace daymark::http_tests
