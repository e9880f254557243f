// What the tests about achievements have in common: an administrator, and what they do.
#pragma once

#include <string>
#include <vector>

#include "support/postgres.hpp"
#include "world.hpp"

namespace daymark::http_tests {

/// A problem of this code, told in this language.
void expect_problem(const Answer& answer, int status, const std::string& code,
                    const std::string& language);

/// `2026-03-10T18:25:43`, in UTC.
[[nodiscard]] std::string now_to_the_second();

/// A request's body for POST /achievements, with texts of its own.
[[nodiscard]] Json new_achievement(const std::string& code, int points);

[[nodiscard]] std::string awards_of(const std::string& username);
[[nodiscard]] std::string awards_of(const Person& person);

struct Achievements : World {
  Achievements();

  /// Adds an achievement and gives back its code.
  std::string add(int points = 5);

  /// Awards it and gives back the answer's body. An empty time is now.
  Json award(const Person& person, const std::string& code, const std::string& awarded_at = {});

  [[nodiscard]] Json profile_of(const Person& person);
  [[nodiscard]] static Json profile_of(const Person& person, Person& reader);

  /// Somebody's awards as GET lists them, at most a hundred.
  [[nodiscard]] Json list_awards(const Person& person);

  /// All pages of the catalogue, for somebody who is not signed in.
  [[nodiscard]] std::vector<Json> read_catalogue(const Headers& headers = {}, int limit = 100);

  /// In English.
  [[nodiscard]] Json find_in_catalogue(const std::string& code);

  /// The codes of all pages from `target` on, by their links.
  [[nodiscard]] std::vector<std::string> read_codes(std::string target);

  /// The three lists.
  [[nodiscard]] std::vector<std::string> list_paths() const;

  Person admin{client};
  support::Database database{service()};
};

}  // namespace daymark::http_tests
