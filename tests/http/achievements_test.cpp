// The catalogue of achievements, and who holds what.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "achievements.hpp"
#include "support/postgres.hpp"
#include "support/url.hpp"

namespace daymark::http_tests {
namespace {

using support::make_code;
using support::make_username;
using Faults = std::vector<std::string>;

constexpr const char* kSomeTime = "2026-01-04T06:30:00Z";

BOOST_FIXTURE_TEST_SUITE(achievements, Achievements)

// --- The catalogue.

BOOST_AUTO_TEST_CASE(the_catalogue_is_in_the_language_of_whoever_reads_it) {
  const auto russian_header = Headers{{"Accept-Language", "ru"}};
  Person russian{client, object({{"language", "ru"}})};
  Person english{client, object({{"language", "en"}})};
  const auto dead = Headers{{"Authorization", "Bearer 1." + std::string(43, 'A')}};
  struct Example {
    Answer answer;
    const char* language;
  };
  for (const auto& [answer, language] :
       {Example{client.send(plain("GET", "/achievements")), "en"},
        Example{client.send(plain("GET", "/achievements", russian_header)), "ru"},
        Example{client.send(plain("GET", "/achievements", dead + russian_header)), "ru"},
        Example{russian.get("/achievements", {{"Accept-Language", "en"}}), "ru"},
        Example{english.get("/achievements", russian_header), "en"}}) {
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("Content-Language") == language);
    BOOST_TEST(answer.header("Vary") == "Accept-Language");
    BOOST_TEST(answer.header("Cache-Control") == "no-store");
    const auto first = answer.json()["achievements"].as_array().at(0);
    BOOST_TEST(is_russian(first["name"].as_string()) == (language == std::string{"ru"}));
    BOOST_TEST(is_russian(first["description"].as_string()) == (language == std::string{"ru"}));
  }
}

BOOST_AUTO_TEST_CASE(what_comes_with_daymark_has_different_texts_in_both_languages) {
  const auto english = read_catalogue();
  const auto russian = read_catalogue({{"Accept-Language", "ru"}});
  BOOST_REQUIRE(english.size() >= 20U);
  BOOST_REQUIRE(english.size() == russian.size());
  std::set<std::string> texts;
  for (std::size_t at = 0; at < 20; ++at) {
    for (const auto* field : {"name", "description"}) {
      const auto& in_english = english[at][field].as_string();
      const auto& in_russian = russian[at][field].as_string();
      BOOST_TEST(!is_russian(in_english), in_english);
      BOOST_TEST(is_russian(in_russian), in_russian);
      BOOST_TEST(texts.insert(in_english).second, in_english);
      BOOST_TEST(texts.insert(in_russian).second, in_russian);
    }
    BOOST_TEST((english[at]["code"] == russian[at]["code"]));
  }
}

BOOST_AUTO_TEST_CASE(the_catalogue_comes_page_by_page_in_the_order_in_which_it_grew) {
  std::vector<std::string> added;
  for (int number = 0; number < 5; ++number) {
    added.push_back(add());
  }
  std::vector<std::int64_t> ids;
  std::vector<std::string> codes;
  for (const auto& achievement : read_catalogue({}, 7)) {
    ids.push_back(std::stoll(achievement["id"].as_string()));
    codes.push_back(achievement["code"].as_string());
  }
  BOOST_TEST(std::ranges::is_sorted(ids, std::ranges::less_equal{}));
  BOOST_TEST(std::set<std::int64_t>(ids.begin(), ids.end()).size() == ids.size());
  const std::vector<std::string> last(codes.end() - 5, codes.end());
  BOOST_TEST(last == added, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_page_of_any_list_has_30_unless_asked_for_1_to_100) {
  for (const auto& path : list_paths()) {
    for (const char* query : {"?limit=0", "?limit=101", "?limit=x", "?limit=-1", "?limit="}) {
      BOOST_TEST(faults_of(admin.get(path + query)) == Faults{"limit out-of-range"},
                 boost::test_tools::per_element());
    }
    BOOST_TEST(admin.get(path + "?limit=1").status == 200);
    BOOST_TEST(admin.get(path + "?limit=100").status == 200);
    BOOST_TEST(faults_of(admin.get(path + "?offset=1&limit=0")) ==
                   (Faults{"limit out-of-range", "offset unknown-parameter"}),
               boost::test_tools::per_element());
  }
  const auto known = read_catalogue().size();
  for (auto count = known; count < 31; ++count) {
    add();
  }
  BOOST_TEST(client.send(plain("GET", "/achievements")).json()["achievements"].as_array().size() ==
             30U);
}

BOOST_AUTO_TEST_CASE(a_cursor_of_any_list_that_was_not_given_out_is_refused) {
  for (const auto& path : list_paths()) {
    for (const auto& cursor :
         {std::string{}, std::string{"x"}, std::string{"MA"}, std::string{"LTE"},
          std::string{"%21"}, std::string{"MjAyNi0wMS0wNFQwNjozMDowMFovMA"},
          std::string{"OTIyMzM3MjAzNjg1NDc3NTgwOA"}, repeat("A", 4'000)}) {
      BOOST_TEST_CONTEXT(path << " " << cursor.substr(0, 60)) {
        BOOST_TEST(faults_of(admin.get(path + "?cursor=" + cursor)) == Faults{"cursor invalid"},
                   boost::test_tools::per_element());
      }
    }
  }
  // The same instant, spelled in another way than a cursor does.
  BOOST_TEST(faults_of(admin.get(awards_of(admin) +
                                 "?cursor=" + "MjAyNi0wMS0wNFQwNjozMDowMCswMDowMC83")) ==
                 Faults{"cursor invalid"},
             boost::test_tools::per_element());
  BOOST_TEST(admin.get(awards_of(admin) + "?cursor=" + "MjAyNi0wMS0wNFQwNjozMDowMFovNw").status ==
             200);
}

BOOST_AUTO_TEST_CASE(HEAD_is_GET_without_the_body) {
  for (const auto& path :
       {std::string{"/achievements?limit=2"}, "/users/" + admin.username(), awards_of(admin),
        std::string{"/statistics"}, std::string{"/statistics/seven-days-in-a-row"}}) {
    const auto head = admin.send(plain("HEAD", path));
    const auto get = admin.get(path);
    BOOST_TEST(head.status == 200, path);
    BOOST_TEST(head.body.empty(), path);
    for (const auto* name : {"Content-Language", "Vary", "Cache-Control", "Link"}) {
      BOOST_TEST(head.header(name) == get.header(name), path);
    }
  }
}

// --- Adding to it.

BOOST_AUTO_TEST_CASE(an_achievement_is_added_in_both_languages) {
  Person russian{client, object({{"language", "ru"}})};
  make_admin(russian);
  const auto draft = new_achievement(make_code(), 70);
  const auto answer = russian.post("/achievements", draft, {{"Accept-Language", "en"}});
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  BOOST_TEST(answer.header("Content-Language") == "ru");
  BOOST_TEST(answer.header("Vary") == "Accept-Language");
  BOOST_TEST(answer.header("Cache-Control") == "no-store");
  const auto in_russian = answer.json();
  BOOST_TEST((in_russian["code"] == draft["code"]));
  BOOST_TEST((in_russian["name"] == draft["name"]["ru"]));
  BOOST_TEST((in_russian["description"] == draft["description"]["ru"]));
  BOOST_TEST(in_russian["points"].as_integer() == 70);
  BOOST_TEST(in_russian["holders"].as_integer() == 0);
  const auto in_english = find_in_catalogue(draft["code"].as_string());
  BOOST_TEST((in_english["id"] == in_russian["id"]));
  BOOST_TEST((in_english["name"] == draft["name"]["en"]));
  BOOST_TEST((in_english["description"] == draft["description"]["en"]));
}

BOOST_AUTO_TEST_CASE(the_limits_of_an_achievement_are_possible) {
  const auto wide = [](int length) {
    return object({{"en", repeat("w", length)}, {"ru", repeat("ж", length)}});
  };
  const auto least =
      object({{"code", make_code()}, {"points", 0}, {"name", wide(1)}, {"description", wide(1)}});
  const auto greatest = object({{"code", make_code() + repeat("z", 32)},
                                {"points", 1'000'000},
                                {"name", wide(100)},
                                {"description", wide(500)}});
  BOOST_TEST(greatest["code"].as_string().size() == 50U);
  for (const auto& draft : {least, greatest}) {
    const auto answer = admin.post("/achievements", draft);
    BOOST_TEST(answer.status == 201);
    BOOST_TEST((answer.json()["name"] == draft["name"]["en"]));
  }
}

BOOST_AUTO_TEST_CASE(a_code_is_taken_once_also_when_many_want_it_at_once) {
  constexpr int kClients = 16;
  const auto code = make_code();
  std::mutex mutex;
  std::map<int, int> statuses;
  in_parallel(kClients, [&](int number) {
    auto own_client = make_client();
    Person same{own_client, admin};
    const auto answer = same.post("/achievements", new_achievement(code, number));
    const std::scoped_lock lock{mutex};
    ++statuses[answer.status];
  });
  BOOST_TEST(statuses[201] == 1);
  BOOST_TEST(statuses[409] == kClients - 1);
  for (const std::string language : {"en", "ru"}) {
    const auto answer =
        admin.post("/achievements", new_achievement(code, 1), {{"Accept-Language", language}});
    expect_problem(answer, 409, "code-taken", language);
  }
}

BOOST_AUTO_TEST_CASE(every_fault_of_an_achievement_is_told_at_once_in_both_languages) {
  const auto bad = object({{"code", "First Snow"},
                           {"points", 1'000'001},
                           {"name", object({{"en", ""}, {"de", "Schnee"}})},
                           {"description", object({{"en", repeat("x", 501)}, {"ru", 7}})},
                           {"icon", "snow"}});
  const Faults faults{
      "#/code invalid",       "#/description/en too-long", "#/description/ru wrong-type",
      "#/icon unknown-field", "#/name/de unknown-field",   "#/name/en too-short",
      "#/name/ru required",   "#/points out-of-range"};
  for (const std::string language : {"en", "ru"}) {
    const auto answer = admin.post("/achievements", bad, {{"Accept-Language", language}});
    BOOST_TEST(faults_of(answer) == faults, boost::test_tools::per_element());
    expect_problem(answer, 422, "invalid", language);
  }
  BOOST_TEST(faults_of(admin.post("/achievements", object({}))) ==
                 (Faults{"#/code required", "#/description required", "#/name required",
                         "#/points required"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_value_that_no_achievement_can_have_is_named) {
  const auto expect = [&](const Json& change, const std::string& fault) {
    const auto draft = merged(new_achievement(make_code(), 1), change);
    BOOST_TEST(faults_of(admin.post("/achievements", draft)) == Faults{fault},
               boost::test_tools::per_element());
  };
  for (const auto& code : {"A", "a_b", "a b", "é", "a/b", "a.b"}) {
    expect(object({{"code", code}}), "#/code invalid");
  }
  for (const auto* text : {" ", "\u2800\u200B", "\u3164"}) {
    expect(object({{"code", text}}), "#/code invalid");
    expect(object({{"name", object({{"en", "x"}, {"ru", text}})}}), "#/name/ru blank");
    expect(object({{"description", object({{"en", text}, {"ru", "x"}})}}),
           "#/description/en blank");
  }
  expect(object({{"code", ""}}), "#/code too-short");
  expect(object({{"code", repeat("a", 51)}}), "#/code too-long");
  expect(object({{"code", 7}}), "#/code wrong-type");
  expect(object({{"points", -1}}), "#/points out-of-range");
  expect(object({{"points", 1.5}}), "#/points out-of-range");
  expect(object({{"points", "5"}}), "#/points wrong-type");
  expect(object({{"name", "Snow"}}), "#/name wrong-type");
  expect(object({{"name", array({"Snow", "Снег"})}}), "#/name wrong-type");
  expect(object({{"name", object({{"en", "Snow"}, {"ru", nullptr}})}}), "#/name/ru required");
  expect(object({{"name", object({{"en", repeat("ж", 101)}, {"ru", "Снег"}})}}),
         "#/name/en too-long");
  expect(object({{"description", nullptr}}), "#/description required");
}

// --- Administrators.

BOOST_AUTO_TEST_CASE(
    a_member_is_told_that_it_is_for_administrators_before_anything_of_the_request) {
  Person member{client};
  const auto code = add();
  for (const std::string language : {"en", "ru"}) {
    const Headers in_language{{"Accept-Language", language}};
    for (const auto& answer :
         {member.post("/achievements", new_achievement(make_code(), 1), in_language),
          member.post("/achievements", object({{"code", 7}}), in_language),
          member.post(awards_of(member), object({{"code", code}}), in_language),
          member.post(awards_of(make_username()), object({}), in_language),
          member.remove(awards_of(member) + "/" + code, in_language),
          member.send({.method = "POST",
          .target = "/achievements",
          .headers = in_language + Headers{{"Content-Type", "text/plain"}},
          .body = "{"})}) {
      expect_problem(answer, 403, "admins-only", language);
    }
  }
  BOOST_TEST(profile_of(member)["achievements"].as_integer() == 0);
}

BOOST_AUTO_TEST_CASE(another_site_cannot_make_an_administrator_s_browser_award_anything) {
  const auto username = make_username();
  const auto session = sign_up_with_cookie(client, username);
  database.query("update accounts set role = 'admin' where account_id = $1::bigint",
                 {session.substr(0, session.find('.'))});
  const auto code = add();
  const auto target = "/users/" + username + "/achievements";
  const auto request = [&](const char* site) {
    return client.send(json_request("POST", target, object({{"code", code}}),
                                    cookie(session) + Headers{{"Sec-Fetch-Site", site}}));
  };
  BOOST_TEST(request("cross-site").status == 403);
  BOOST_TEST(request("cross-site").code() == "cross-site");
  BOOST_TEST(request("same-origin").status == 201);
  const auto from_elsewhere = cookie(session) + Headers{{"Sec-Fetch-Site", "cross-site"}};
  BOOST_TEST(client.send(plain("DELETE", target + "/" + code, from_elsewhere)).code() ==
             "cross-site");
  BOOST_TEST(client.send(plain("GET", target, from_elsewhere)).status == 200);
}

BOOST_AUTO_TEST_CASE(an_administrator_who_is_one_no_more_cannot_award) {
  const auto code = add();
  database.query("update accounts set role = 'member' where account_id = $1::bigint", {admin.id()});
  expect_problem(admin.post(awards_of(admin), object({{"code", code}})), 403, "admins-only", "en");
}

// --- People.

BOOST_AUTO_TEST_CASE(everybody_who_is_signed_in_may_know_some_things_of_an_account) {
  Person stranger{client};
  Person russian{client, object({{"language", "ru"}})};
  const auto none = profile_of(russian, stranger);
  BOOST_TEST(none["username"].as_string() == russian.username());
  BOOST_TEST(none["language"].as_string() == "ru");
  BOOST_TEST((none["created_at"] == russian.get("/me").json()["created_at"]));
  BOOST_TEST(none["achievements"].as_integer() == 0);
  BOOST_TEST(none["points"].as_integer() == 0);
  BOOST_TEST(none["longest_award_streak"].as_integer() == 0);
  award(russian, add(30), kSomeTime);
  award(russian, add(12), "2026-01-05T06:30:00Z");
  award(russian, add(0), "2026-01-09T06:30:00Z");
  const auto some = profile_of(russian, stranger);
  BOOST_TEST(some["achievements"].as_integer() == 3);
  BOOST_TEST(some["points"].as_integer() == 42);
  BOOST_TEST(some["longest_award_streak"].as_integer() == 2);
  BOOST_TEST(stranger.get("/users/" + russian.username()).header("Cache-Control") == "no-store");
}

BOOST_AUTO_TEST_CASE(a_username_in_a_path_is_found_in_every_spelling_that_is_the_same) {
  const auto digits = make_username().substr(2);
  const auto name = "АлисаK." + digits;
  Person alice{client, object({{"username", name}})};
  award(alice, add(), kSomeTime);
  for (const auto& spelling : {
           name, "алисаk." + digits, "АЛИСАK." + digits,
           "алисаｋ." + digits,     // full width
           "Алиса\u212A." + digits  // the sign for kelvin
       }) {
    for (const auto* rest : {"", "/achievements"}) {
      const auto target = "/users/" + support::percent_encoded(spelling) + rest;
      BOOST_TEST(admin.get(target).status == 200, target);
    }
  }
  BOOST_TEST(admin.get("/users/%41lice.nobody").status == 404);
  Person bob{client, object({{"username", "Bob." + digits}})};
  BOOST_TEST(admin.get("/users/%42%6Fb%2E" + digits).json()["username"].as_string() ==
             "Bob." + digits);
  BOOST_TEST(
      admin.post("/users/BOB." + digits + "/achievements", object({{"code", add()}})).status ==
      201);
  BOOST_TEST(profile_of(bob)["achievements"].as_integer() == 1);
}

BOOST_AUTO_TEST_CASE(nobodys_name_is_not_found_in_both_languages) {
  const auto code = add();
  for (const auto& name : {make_username(), std::string{"a%20b"}, std::string{"%2F"},
                           std::string{"a@b"}, std::string{"%CC%81abc"}, repeat("x", 1'000)}) {
    for (const std::string language : {"en", "ru"}) {
      const Headers in_language{{"Accept-Language", language}};
      expect_problem(admin.get("/users/" + name, in_language), 404, "not-found", language);
      expect_problem(admin.get(awards_of(name), in_language), 404, "not-found", language);
      expect_problem(admin.post(awards_of(name), object({{"code", code}}), in_language), 404,
                     "not-found", language);
      expect_problem(admin.remove(awards_of(name) + "/" + code, in_language), 404, "not-found",
                     language);
    }
  }
  BOOST_TEST(admin.get("/users/a%ZZb").status == 400);
  BOOST_TEST(admin.get("/users").status == 404);
  BOOST_TEST(admin.get("/users/").status == 404);
}

// --- Awards.

BOOST_AUTO_TEST_CASE(an_award_is_told_in_the_language_of_its_holder) {
  Person russian{client, object({{"language", "ru"}})};
  const auto draft = new_achievement(make_code(), 20);
  BOOST_REQUIRE_EQUAL(admin.post("/achievements", draft).status, 201);
  const auto answer = admin.post(awards_of(russian), object({{"code", draft["code"]}}),
                                 {{"Accept-Language", "en"}});
  BOOST_REQUIRE_EQUAL(answer.status, 201);
  BOOST_TEST(answer.header("Content-Language") == "ru");
  BOOST_TEST(answer.header("Vary") == "Accept-Language");
  BOOST_TEST(answer.header("Cache-Control") == "no-store");
  const auto told = answer.json();
  BOOST_TEST((told["name"] == draft["name"]["ru"]));
  BOOST_TEST((told["description"] == draft["description"]["ru"]));
  BOOST_TEST(told["points"].as_integer() == 20);
  const auto list = admin.get(awards_of(russian));
  BOOST_TEST(list.header("Content-Language") == "ru");
  BOOST_TEST((list.json()["achievements"] == array({told})));
  BOOST_REQUIRE_EQUAL(russian.patch("/me", object({{"language", "en"}})).status, 200);
  const auto after = admin.get(awards_of(russian));
  BOOST_TEST(after.header("Content-Language") == "en");
  BOOST_TEST((after.json()["achievements"].as_array().at(0)["name"] == draft["name"]["en"]));
}

BOOST_AUTO_TEST_CASE(an_award_without_a_time_is_of_now) {
  Person person{client};
  const auto before = now_to_the_second();
  const auto told =
      admin.post(awards_of(person), object({{"code", add()}, {"awarded_at", nullptr}}))
          .json()["awarded_at"]
          .as_string()
          .substr(0, before.size());
  BOOST_TEST(before <= told);
  BOOST_TEST(told <= now_to_the_second());
}

BOOST_AUTO_TEST_CASE(an_award_can_be_of_the_past_and_not_of_the_future) {
  Person person{client};
  const auto told = award(person, add(), "2026-01-04T08:30:00.25+02:00");
  BOOST_TEST(told["awarded_at"].as_string() == "2026-01-04T06:30:00.250000Z");
  BOOST_TEST(award(person, add(), "1900-01-02T00:00:00Z")["awarded_at"].as_string() ==
             "1900-01-02T00:00:00Z");
  const auto code = add();
  const auto soon = std::chrono::system_clock::now() + std::chrono::minutes{2};
  const auto in_two_minutes = support::to_text(std::chrono::floor<std::chrono::microseconds>(soon));
  struct Example {
    Json awarded_at;
    const char* fault;
  };
  for (const auto& [awarded_at, fault] : {Example{in_two_minutes, "#/awarded_at in-future"},
                                          Example{"2999-01-01T00:00:00Z", "#/awarded_at in-future"},
                                          Example{"1899-12-30T00:00:00Z", "#/awarded_at too-early"},
                                          Example{"0001-01-01T00:00:00Z", "#/awarded_at too-early"},
                                          Example{"2026-01-04", "#/awarded_at invalid"},
                                          Example{"2026-02-30T00:00:00Z", "#/awarded_at invalid"},
                                          Example{1767508200, "#/awarded_at wrong-type"}}) {
    for (const std::string language : {"en", "ru"}) {
      const auto answer =
          admin.post(awards_of(person), object({{"code", code}, {"awarded_at", awarded_at}}),
                     {{"Accept-Language", language}});
      BOOST_TEST(faults_of(answer) == Faults{fault}, boost::test_tools::per_element());
      expect_problem(answer, 422, "invalid", language);
    }
  }
  BOOST_TEST(profile_of(person)["achievements"].as_integer() == 2);
}

BOOST_AUTO_TEST_CASE(the_first_day_that_an_award_can_have_is_of_the_holder) {
  Person western{client, object({{"time_zone", "Etc/GMT+5"}, {"day_starts_at", 0}})};
  const auto code = add();
  // Still the last day of 1899 where the holder is.
  BOOST_TEST(
      faults_of(admin.post(awards_of(western),
                           object({{"code", code}, {"awarded_at", "1900-01-01T04:59:59Z"}}))) ==
          Faults{"#/awarded_at too-early"},
      boost::test_tools::per_element());
  award(western, code, "1900-01-01T05:00:00Z");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_award_is_told_in_both_languages) {
  Person person{client};
  for (const std::string language : {"en", "ru"}) {
    const Headers in_language{{"Accept-Language", language}};
    const auto unknown =
        admin.post(awards_of(person), object({{"code", make_code()}}), in_language);
    BOOST_TEST(faults_of(unknown) == Faults{"#/code unknown"}, boost::test_tools::per_element());
    expect_problem(unknown, 422, "invalid", language);
    const auto malformed =
        admin.post(awards_of(person), object({{"code", "No Code"}, {"points", 3}}), in_language);
    BOOST_TEST(faults_of(malformed) == (Faults{"#/code invalid", "#/points unknown-field"}),
               boost::test_tools::per_element());
    expect_problem(malformed, 422, "invalid", language);
  }
  BOOST_TEST(faults_of(admin.post(awards_of(person), object({}))) == Faults{"#/code required"},
             boost::test_tools::per_element());
  // What is wrong with the request is told before whether there is such a person.
  BOOST_TEST(admin.post(awards_of(make_username()), object({})).status == 422);
}

BOOST_AUTO_TEST_CASE(what_is_awarded_twice_is_answered_with_the_award_that_stands) {
  Person russian{client, object({{"language", "ru"}})};
  const auto code = add(15);
  const auto standing = award(russian, code, kSomeTime);
  for (const std::string language : {"en", "ru"}) {
    const auto answer =
        admin.post(awards_of(russian), object({{"code", code}}), {{"Accept-Language", language}});
    expect_problem(answer, 409, "already-awarded", language);
    // The problem is the reader's, the award the holder's.
    BOOST_TEST((answer.json()["award"] == standing));
    BOOST_TEST(is_russian(answer.json()["award"]["name"].as_string()));
  }
  BOOST_TEST(profile_of(russian)["points"].as_integer() == 15);
}

BOOST_AUTO_TEST_CASE(awards_come_newest_first_page_by_page) {
  Person person{client};
  std::vector<std::string> codes;
  for (int number = 0; number < 7; ++number) {
    codes.push_back(add());
  }
  // Three of one instant: only the order in which they were added tells them apart.
  const std::vector<std::string> times{"2026-01-04T12:00:00Z", "2026-01-06T12:00:00Z",
                                       "2026-01-05T12:00:00Z", "2026-01-05T12:00:00Z",
                                       "2026-01-05T12:00:00Z", "2026-01-01T12:00:00.000001Z",
                                       "2026-01-01T12:00:00Z"};
  for (std::size_t at = 0; at < codes.size(); ++at) {
    award(person, codes[at], times[at]);
  }
  const std::vector<std::string> expected{codes[1], codes[4], codes[3], codes[2],
                                          codes[0], codes[5], codes[6]};
  for (const int limit : {1, 2, 3, 7, 100}) {
    BOOST_TEST(read_codes(awards_of(person) + "?limit=" + std::to_string(limit)) == expected,
               boost::test_tools::per_element());
  }
  const auto page = admin.get(awards_of(person) + "?limit=3");
  const auto cursor = page.json()["next_cursor"].as_string();
  BOOST_TEST(page.header("Link") ==
             "<" + awards_of(person) + "?limit=3&cursor=" + cursor + ">; rel=\"next\"");
  BOOST_TEST(!admin.get(awards_of(person) + "?limit=7").json().has("next_cursor"));
  // The place where a page ended can be gone.
  BOOST_REQUIRE_EQUAL(admin.remove(awards_of(person) + "/" + codes[3]).status, 204);
  BOOST_TEST(read_codes(awards_of(person) + "?limit=3&cursor=" + cursor) ==
                 (std::vector<std::string>{codes[2], codes[0], codes[5], codes[6]}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_link_of_a_page_has_the_name_as_it_was_asked_for) {
  Person person{client, object({{"username", "Вера." + make_username().substr(2)}})};
  award(person, add(), kSomeTime);
  award(person, add(), kSomeTime);
  const auto path = "/users/" + support::percent_encoded(person.username()) + "/achievements";
  BOOST_TEST(read_codes(path + "?limit=1").size() == 2U);
}

// --- Taking back.

BOOST_AUTO_TEST_CASE(an_award_is_taken_back_with_its_points_and_can_be_given_again) {
  Person person{client};
  const auto code = add(25);
  award(person, code, kSomeTime);
  award(person, add(4), "2026-01-05T06:30:00Z");
  const auto target = awards_of(person) + "/" + code;
  const auto answer = admin.remove(target);
  BOOST_TEST(answer.status == 204);
  BOOST_TEST(answer.header("Cache-Control") == "no-store");
  const auto profile = profile_of(person);
  BOOST_TEST(profile["achievements"].as_integer() == 1);
  BOOST_TEST(profile["points"].as_integer() == 4);
  BOOST_TEST(profile["longest_award_streak"].as_integer() == 1);
  BOOST_TEST(find_in_catalogue(code)["holders"].as_integer() == 0);
  for (const std::string language : {"en", "ru"}) {
    expect_problem(admin.remove(target, {{"Accept-Language", language}}), 404, "not-found",
                   language);
  }
  award(person, code, kSomeTime);
  BOOST_TEST(profile_of(person)["points"].as_integer() == 29);
  BOOST_TEST(profile_of(person)["longest_award_streak"].as_integer() == 2);
  BOOST_TEST(find_in_catalogue(code)["holders"].as_integer() == 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_held_or_no_code_cannot_be_taken_back) {
  Person person{client};
  for (const auto& code : {add(), make_code(), std::string{"No%20Code"}, std::string{"%D0%B6"},
                           std::string{"a.b"}, repeat("a", 51)}) {
    expect_problem(admin.remove(awards_of(person) + "/" + code), 404, "not-found", "en");
  }
  const auto code = add();
  award(person, code, kSomeTime);
  BOOST_TEST(faults_of(admin.remove(awards_of(person) + "/" + code + "?force=1")) ==
                 Faults{"force unknown-parameter"},
             boost::test_tools::per_element());
  BOOST_TEST(profile_of(person)["achievements"].as_integer() == 1);
}

BOOST_AUTO_TEST_CASE(there_is_nothing_to_read_where_an_award_is_taken_back) {
  const auto answer = admin.get(awards_of(admin) + "/first-entry");
  BOOST_TEST(answer.status == 405);
  BOOST_TEST(answer.header("Allow") == "DELETE");
}

// --- Many at once.

BOOST_AUTO_TEST_CASE(fifty_who_award_the_same_at_once_award_it_once) {
  constexpr int kClients = 50;
  Person person{client, object({{"language", "ru"}})};
  award(person, add(7), kSomeTime);
  const auto code = add(35);
  std::mutex mutex;
  std::vector<Answer> answers;
  in_parallel(kClients, [&](int) {
    auto own_client = make_client();
    Person same{own_client, admin};
    auto answer = same.post(awards_of(person), object({{"code", code}}));
    const std::scoped_lock lock{mutex};
    answers.push_back(std::move(answer));
  });
  const auto is_first = [](const Answer& answer) { return answer.status == 201; };
  BOOST_TEST(std::ranges::count_if(answers, is_first) == 1);
  const auto standing = std::ranges::find_if(answers, is_first)->json();
  BOOST_TEST(standing["code"].as_string() == code);
  int refused = 0;
  for (const auto& answer : answers) {
    if (answer.status == 409) {
      BOOST_TEST(answer.code() == "already-awarded");
      BOOST_TEST((answer.json()["award"] == standing));
      ++refused;
    }
  }
  BOOST_TEST(refused == kClients - 1);
  BOOST_TEST(database
                 .query("select count(*) from awards w join achievements using (achievement_id) "
                        "where account_id = $1::bigint and code = $2",
                        {person.id(), code})
                 .at(0)
                 .at(0) == "1");
  const auto profile = profile_of(person);
  BOOST_TEST(profile["achievements"].as_integer() == 2);
  BOOST_TEST(profile["points"].as_integer() == 42);
  BOOST_TEST(find_in_catalogue(code)["holders"].as_integer() == 1);
}

BOOST_AUTO_TEST_CASE(who_takes_back_at_once_takes_back_once) {
  constexpr int kClients = 16;
  Person person{client};
  const auto code = add(35);
  award(person, code, kSomeTime);
  std::mutex mutex;
  std::map<int, int> statuses;
  in_parallel(kClients, [&](int) {
    auto own_client = make_client();
    Person same{own_client, admin};
    const auto answer = same.remove(awards_of(person) + "/" + code);
    const std::scoped_lock lock{mutex};
    ++statuses[answer.status];
  });
  BOOST_TEST(statuses[204] == 1);
  BOOST_TEST(statuses[404] == kClients - 1);
  BOOST_TEST(profile_of(person)["points"].as_integer() == 0);
  BOOST_TEST(find_in_catalogue(code)["holders"].as_integer() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
