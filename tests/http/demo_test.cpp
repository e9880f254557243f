// ./daymark demo, called as a person does. That it fills the service with believable people is for
// eyes; here is what it promises.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "command.hpp"
#include "support/oracle.hpp"
#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

namespace fs = std::filesystem;
namespace oracle = support::oracle;
using std::chrono::days;

Outcome run_demo(const std::string& options) { return run(program("daymark") + "demo " + options); }

/// What the command told.
struct Told {
  std::string username;
  std::string password;
  std::int64_t streak = 0;
  std::int64_t longest_streak = 0;
  std::string curl;
};

std::string find(const std::string& text, const std::string& pattern) {
  std::smatch found;
  if (!std::regex_search(text, found, std::regex{pattern})) {
    throw std::runtime_error{"no " + pattern + " in: " + text};
  }
  return found[1];
}

/// A demo of the service under test. Throws std::runtime_error where it fails.
Told make_demo(const std::string& options) {
  const auto [status, output] = run_demo("--state '" + service().state.string() + "' " + options);
  if (status != 0) {
    throw std::runtime_error{"demo ended with " + std::to_string(status) + ": " + output};
  }
  return {.username = find(output, "username +(\\S+)"),
          .password = find(output, "password +(\\S+)"),
          .streak = std::stol(find(output, "a streak of (\\d+) days")),
          .longest_streak = std::stol(find(output, "the longest was (\\d+)")),
          .curl = find(output, "(curl -s .*)")};
}

struct Visitor : World {
  /// Signs in as a person would, and gives back the headers of further requests.
  Headers sign_in(const Told& told) {
    const auto answer = client.send(json_request(
        "POST", "/login", object({{"username", told.username}, {"password", told.password}})));
    BOOST_REQUIRE_EQUAL(answer.status, 200);
    return cookie(answer.cookie("session").value());
  }

  /// The days from `first_days_ago` on, oldest first, each as the JSON that it is.
  std::vector<std::string> read_days(const Headers& session, int first_days_ago) {
    const auto today = std::chrono::floor<days>(std::chrono::system_clock::now());
    const auto from = support::to_text(today - days{first_days_ago});
    const auto answer = client.send(plain("GET", "/mood/days?from=" + from, session)).json();
    std::vector<std::string> logged;
    for (const auto& day : answer["days"].as_array()) {
      logged.push_back(day.to_text());
    }
    return logged;
  }

  void for_each_entry(const Headers& session, const std::function<void(const Json&)>& look) {
    std::string cursor;
    do {
      const auto page = client.send(plain("GET", "/mood?limit=100" + cursor, session)).json();
      for (const auto& entry : page["moods"].as_array()) {
        look(entry);
      }
      const auto* next = page.find("next_cursor");
      cursor = next == nullptr ? "" : "&cursor=" + next->as_string();
    } while (!cursor.empty());
  }
};

/// One folder that goes away with all that is in it.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("daymark-demo-" + support::make_username());
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Everything that the histories of a seed consist of, at a fixed time.
std::string make_histories(int seed) {
  const Folder folder;
  const auto made = run(program("ops/demo.d/histories") + std::to_string(seed) +
                        " 20 1773144000 '" + folder.path.string() + "'");
  BOOST_REQUIRE_EQUAL(made.status, 0);
  BOOST_TEST(made.output == "");
  std::set<fs::path> files;
  for (const auto& file : fs::directory_iterator{folder.path}) {
    files.insert(file.path());
  }
  std::string all;
  for (const auto& file : files) {
    all += file.filename().string() + "\n" + read(file);
  }
  return all;
}

BOOST_FIXTURE_TEST_SUITE(demo, Visitor)

BOOST_AUTO_TEST_CASE(the_lively_account_is_as_it_was_told) {
  const auto told = make_demo("--accounts 5 --seed 11");
  const auto session = sign_in(told);
  const auto journal = client.send(plain("GET", "/mood?limit=100", session)).json();
  BOOST_TEST(journal["streak"].as_integer() == told.streak);
  BOOST_TEST(journal["longest_streak"].as_integer() == told.longest_streak);
  BOOST_TEST(told.streak == 47);
  BOOST_TEST(told.longest_streak == 112);
  BOOST_TEST(journal["logged_today"].as_bool());
  BOOST_TEST(journal["compared_with"].as_integer() >= 5);
  // Two years and a half, with gaps.
  const auto logged = read_days(session, 920);
  BOOST_TEST(logged.size() > 600U);
  BOOST_TEST(logged.size() < 880U);
  BOOST_TEST(logged.size() > read_days(session, 860).size());
}

BOOST_AUTO_TEST_CASE(the_lively_account_has_notes_tags_and_every_rating) {
  const auto session = sign_in(make_demo("--accounts 0 --seed 12"));
  std::set<std::int64_t> ratings;
  std::size_t notes = 0;
  std::size_t tagged = 0;
  std::size_t own_labels = 0;
  const std::set<std::string> standard{"awful", "bad", "okay", "good", "great"};
  for_each_entry(session, [&](const Json& entry) {
    if (!entry["rating"].is_null()) {
      ratings.insert(entry["rating"].as_integer());
    }
    notes += entry["note"].is_null() ? 0 : 1;
    tagged += entry["tags"].as_array().empty() ? 0 : 1;
    own_labels += standard.contains(entry["mood"].as_string()) ? 0 : 1;
  });
  BOOST_TEST(ratings == (std::set<std::int64_t>{1, 2, 3, 4, 5}), boost::test_tools::per_element());
  BOOST_TEST(notes > 100U);
  BOOST_TEST(tagged > 100U);
  BOOST_TEST(own_labels > 0U);
}

BOOST_AUTO_TEST_CASE(the_lively_account_has_tasks_of_which_some_are_done) {
  const auto session = sign_in(make_demo("--accounts 0 --seed 13"));
  const auto answer = client.send(plain("GET", "/task", session)).json();
  std::size_t done = 0;
  for (const auto& task : answer["tasks"].as_array()) {
    done += task["done"].as_bool() ? 1 : 0;
  }
  BOOST_TEST(done > 0U);
  BOOST_TEST(done < answer["tasks"].as_array().size());
  BOOST_TEST(answer["remaining"].as_integer() > 0);
}

BOOST_AUTO_TEST_CASE(the_line_with_curl_works_when_it_is_pasted) {
  const auto told = make_demo("--accounts 0");
  const auto pasted = run(told.curl);
  BOOST_REQUIRE_EQUAL(pasted.status, 0);
  const auto journal = Json::parse(pasted.output);
  BOOST_TEST(journal["moods"].as_array().size() == 3U);
  BOOST_TEST(journal["streak"].as_integer() == told.streak);
}

BOOST_AUTO_TEST_CASE(a_second_demo_is_another_account_and_leaves_the_first_alone) {
  const auto first = make_demo("--accounts 5 --seed 13");
  const auto second = make_demo("--accounts 5 --seed 13");
  BOOST_TEST(first.username != second.username);
  BOOST_TEST(first.password != second.password);
  auto of_first = read_days(sign_in(first), 920);
  auto of_second = read_days(sign_in(second), 920);
  BOOST_REQUIRE(of_first.size() > 1U);
  BOOST_REQUIRE(of_second.size() > 1U);
  // Today may have gone on between the two.
  of_first.pop_back();
  of_second.pop_back();
  BOOST_TEST(of_first == of_second, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_the_service_keeps_of_them_is_what_their_entries_say) {
  make_demo("--accounts 20 --seed 14");
  support::Database database{service()};
  const std::string islands{oracle::kIslands};
  BOOST_TEST(database.query(islands + std::string{oracle::kWrongRuns}).empty());
  BOOST_TEST(database.query(islands + std::string{oracle::kWrongLongestStreaks}).empty());
  BOOST_TEST(database.query(islands + std::string{oracle::kWrongNewestRuns}).empty());
  BOOST_TEST(database.query(std::string{oracle::kWrongHistogram}).empty());
}

BOOST_AUTO_TEST_CASE(the_histories_of_a_seed_are_the_same_again) {
  const auto histories = make_histories(7);
  BOOST_TEST(histories.size() > 100'000U);
  BOOST_TEST((make_histories(7) == histories));
  BOOST_TEST((make_histories(8) != histories));
}

BOOST_AUTO_TEST_CASE(without_a_running_service_it_says_so) {
  const Folder folder;
  const auto [status, output] = run_demo("--state '" + folder.path.string() + "'");
  BOOST_TEST(status == 1);
  BOOST_TEST(output.find("no service is running in the state folder") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
