#include "config.hpp"

#include <stdlib.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace daymark::unit_tests {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(Variables variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
  };
}

/// What is wrong with an environment; empty where nothing is.
std::string mistakes(const Variables& variables) {
  try {
    [[maybe_unused]] const auto config = read_config(environment(variables));
    return "";
  } catch (const ConfigError& error) {
    return error.what();
  }
}

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(without_any_setting_there_are_defaults) {
  const auto config = read_config(environment({}));
  BOOST_TEST(config.pool == "web");
  BOOST_TEST(config.threads == 16);
  BOOST_TEST(config.password_cost.memory_kib == 65'536);
  BOOST_TEST(config.password_cost.passes == 2);
  BOOST_TEST(config.is_sign_up_open);
  BOOST_TEST(config.limits.entries == 200'000);
  BOOST_TEST(config.limits.text_mebibytes == 1024);
}

BOOST_AUTO_TEST_CASE(sign_up_is_open_or_closed_and_nothing_else) {
  BOOST_TEST(read_config(environment({{"DAYMARK_SIGNUP", "open"}})).is_sign_up_open);
  BOOST_TEST(!read_config(environment({{"DAYMARK_SIGNUP", "closed"}})).is_sign_up_open);
  for (const std::string text : {"", "Open", "CLOSED", "no", "0", "closed "}) {
    BOOST_TEST(mistakes({{"DAYMARK_SIGNUP", text}}) ==
               "DAYMARK_SIGNUP must be open or closed, not '" + text + "'");
  }
}

BOOST_AUTO_TEST_CASE(the_figures_of_the_jobs_are_at_an_address_and_a_port) {
  const auto read = [](const std::string& text) {
    return read_config(environment({{"DAYMARK_JOBS_METRICS", text}})).jobs_metrics;
  };
  BOOST_TEST(!read_config(environment({})).jobs_metrics.has_value());
  BOOST_TEST(!read("").has_value());
  for (const std::string text :
       {"127.0.0.1:9101", "0.0.0.0:1", "10.1.2.3:65535", "[::1]:9101", "[::]:9101"}) {
    BOOST_TEST(read(text).value_or("nothing") == text);
  }
  for (const std::string text :
       {"9101", ":9101", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
        "127.0.0.1:http", "127.0.0.1:9101s", "127.0.0.1:9101,127.0.0.1:9102", "127.0.0.1 :9101",
        "localhost:9101", "::1:9101", "[::1:9101", "[127.0.0.1]:9101", "1.2.3:9101", " "}) {
    BOOST_TEST(mistakes({{"DAYMARK_JOBS_METRICS", text}}) ==
               "DAYMARK_JOBS_METRICS must be an address and a port, like 127.0.0.1:9101 or "
               "[::1]:9101, not '" +
                   text + "'");
  }
}

BOOST_AUTO_TEST_CASE(the_pools_for_long_work_have_fewer_threads) {
  for (const std::string pool : {"auth", "bulk"}) {
    BOOST_TEST(read_config(environment({{"DAYMARK_POOL", pool}})).threads == 2);
    BOOST_TEST(
        read_config(environment({{"DAYMARK_POOL", pool}, {"DAYMARK_THREADS", "5"}})).threads == 5);
  }
}

BOOST_AUTO_TEST_CASE(all_settings_are_read) {
  const auto config = read_config(environment({{"DAYMARK_POOL", "auth"},
                                               {"DAYMARK_THREADS", "64"},
                                               {"DAYMARK_PASSWORD_MEMORY_KIB", "8"},
                                               {"DAYMARK_PASSWORD_PASSES", "100"},
                                               {"DAYMARK_ACCOUNT_ENTRIES", "10000000"},
                                               {"DAYMARK_ACCOUNT_TEXT_MIB", "1"}}));
  BOOST_TEST(config.pool == "auth");
  BOOST_TEST(config.threads == 64);
  BOOST_TEST(config.password_cost.memory_kib == 8);
  BOOST_TEST(config.password_cost.passes == 100);
  BOOST_TEST(config.limits.entries == 10'000'000);
  BOOST_TEST(config.limits.text_mebibytes == 1);
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_told_at_once) {
  BOOST_TEST(mistakes({{"DAYMARK_POOL", "jobs"},
                       {"DAYMARK_THREADS", "0"},
                       {"DAYMARK_PASSWORD_MEMORY_KIB", "7"},
                       {"DAYMARK_PASSWORD_PASSES", "many"},
                       {"DAYMARK_ACCOUNT_ENTRIES", "0"},
                       {"DAYMARK_ACCOUNT_TEXT_MIB", "1GiB"},
                       {"DAYMARK_JOBS_METRICS", "here"}}) ==
             "DAYMARK_POOL must be web, auth or bulk, not 'jobs'\n"
             "DAYMARK_THREADS must be a whole number from 1 to 64, not '0'\n"
             "DAYMARK_PASSWORD_MEMORY_KIB must be a whole number from 8 to 4194304, not '7'\n"
             "DAYMARK_PASSWORD_PASSES must be a whole number from 1 to 100, not 'many'\n"
             "DAYMARK_ACCOUNT_ENTRIES must be a whole number from 1 to 10000000, not '0'\n"
             "DAYMARK_ACCOUNT_TEXT_MIB must be a whole number from 1 to 1048576, not '1GiB'\n"
             "DAYMARK_JOBS_METRICS must be an address and a port, like 127.0.0.1:9101 or "
             "[::1]:9101, not 'here'");
}

BOOST_AUTO_TEST_CASE(a_number_is_nothing_but_a_number_in_its_bounds) {
  for (const std::string text :
       {"", " 4", "4 ", "+4", "4.0", "0x4", "65", "-1", "4threads", "99999999999999999999"}) {
    BOOST_TEST(!mistakes({{"DAYMARK_THREADS", text}}).empty(), text);
  }
  BOOST_TEST(mistakes({{"DAYMARK_THREADS", "1"}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

/// Sets what a test sets back to what it was.
class RestoredVariables {
 public:
  RestoredVariables() {
    for (const auto* name :
         {"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGSSLMODE",
          "PGOPTIONS", "PGAPPNAME", "PGCONNECT_TIMEOUT", "PGCLIENTENCODING"}) {
      const char* value = std::getenv(name);
      before_[name] = value == nullptr ? std::nullopt : std::optional<std::string>{value};
      ::unsetenv(name);
    }
  }
  ~RestoredVariables() {
    for (const auto& [name, value] : before_) {
      if (value) {
        ::setenv(name.c_str(), value->c_str(), 1);
      } else {
        ::unsetenv(name.c_str());
      }
    }
  }
  RestoredVariables(const RestoredVariables&) = delete;
  RestoredVariables& operator=(const RestoredVariables&) = delete;

  /// The process's own environment with these variables added.
  [[nodiscard]] static Environment with(Variables variables) {
    return [given = environment(std::move(variables))](const char* name) {
      const auto value = given(name);
      return value ? value : process_environment(name);
    };
  }

  [[nodiscard]] static std::string now(const char* name) {
    const auto value = process_environment(name);
    return value ? "'" + *value + "'" : "unset";
  }

  [[nodiscard]] static std::string mistake(const Variables& variables) {
    try {
      set_database_environment(with(variables));
      return "";
    } catch (const ConfigError& error) {
      return error.what();
    }
  }

 private:
  std::map<std::string, std::optional<std::string>> before_;
};

BOOST_FIXTURE_TEST_SUITE(database_environment, RestoredVariables)

BOOST_AUTO_TEST_CASE(without_a_url_libpq_s_own_variables_stay) {
  ::setenv("PGHOST", "/run/here", 1);
  ::setenv("PGUSER", "somebody", 1);
  set_database_environment(with({}));
  BOOST_TEST(now("PGHOST") == "'/run/here'");
  BOOST_TEST(now("PGUSER") == "'daymark_worker'");
  BOOST_TEST(now("PGDATABASE") == "unset");
  BOOST_TEST(now("PGPASSWORD") == "unset");
  BOOST_TEST(now("PGCONNECT_TIMEOUT") == "'3'");
  BOOST_TEST(now("PGCLIENTENCODING") == "'UTF8'");
}

BOOST_AUTO_TEST_CASE(an_empty_url_is_none) {
  set_database_environment(with({{"DATABASE_URL", ""}}));
  BOOST_TEST(now("PGHOST") == "unset");
}

BOOST_AUTO_TEST_CASE(a_url_is_taken_apart) {
  set_database_environment(
      with({{"DATABASE_URL",
             "postgresql://owner:p%40ss%20w%C3%B6rd%3A%2F%25%27%22%5C@db.example:6543/day%20mark"
             "?sslmode=require&application_name=a%20b&connect_timeout=9&options=-c%20x%3Dy"}}));
  BOOST_TEST(now("PGHOST") == "'db.example'");
  BOOST_TEST(now("PGPORT") == "'6543'");
  BOOST_TEST(now("PGDATABASE") == "'day mark'");
  BOOST_TEST(now("PGPASSWORD") == "'p@ss wörd:/%'\"\\'");
  BOOST_TEST(now("PGSSLMODE") == "'require'");
  BOOST_TEST(now("PGAPPNAME") == "'a b'");
  BOOST_TEST(now("PGOPTIONS") == "'-c x=y'");
  BOOST_TEST(now("PGCONNECT_TIMEOUT") == "'9'");
  BOOST_TEST(now("PGUSER") == "'daymark_worker'");
}

BOOST_AUTO_TEST_CASE(a_url_may_name_a_socket_s_folder) {
  set_database_environment(with({{"DATABASE_URL", "postgres:///daymark?host=/run/post%20gres"}}));
  BOOST_TEST(now("PGHOST") == "'/run/post gres'");
  BOOST_TEST(now("PGDATABASE") == "'daymark'");
}

BOOST_AUTO_TEST_CASE(the_role_can_be_another_one) {
  set_database_environment(with({{"DAYMARK_DATABASE_ROLE", "worker two"}}));
  BOOST_TEST(now("PGUSER") == "'worker two'");
}

BOOST_AUTO_TEST_CASE(a_mistake_in_the_url_is_told_without_the_password) {
  for (const std::string url :
       {"postgresql://u:topsecret@host:port:9/x?bad", "mysql://u:topsecret@h/d",
        "postgresql://u:topsecret%zz@h/d", "postgresql://u:topsecret@h/d?nonsense=1",
        "password=topsecret host"}) {
    const auto told = mistake({{"DATABASE_URL", url}});
    BOOST_TEST(told.starts_with("DATABASE_URL"), url);
    BOOST_TEST(told.find("topsecret") == std::string::npos, url);
  }
}

BOOST_AUTO_TEST_CASE(what_libpq_has_no_variable_for_is_not_lost_in_silence) {
  BOOST_TEST(mistake({{"DATABASE_URL", "postgresql://h/d?keepalives_idle=5"}}) ==
             "DATABASE_URL: keepalives_idle is not supported");
}

BOOST_AUTO_TEST_CASE(the_password_is_the_first_line_of_its_file) {
  const std::string path = "daymark-unit-password";
  std::ofstream{path} << "p@ss 'w\"ö\\rd: $x \nsecond line\n";
  set_database_environment(with(
      {{"DATABASE_URL", "postgresql://u:other@h/d"}, {"DAYMARK_DATABASE_PASSWORD_FILE", path}}));
  std::remove(path.c_str());
  BOOST_TEST(now("PGPASSWORD") == "'p@ss 'w\"ö\\rd: $x '");
}

BOOST_AUTO_TEST_CASE(a_password_file_that_is_missing_or_empty_is_a_mistake) {
  const std::string path = "daymark-unit-password";
  const Variables variables{{"DAYMARK_DATABASE_PASSWORD_FILE", path}};
  BOOST_TEST(mistake(variables).starts_with("DAYMARK_DATABASE_PASSWORD_FILE"));
  std::ofstream{path} << "\n";
  BOOST_TEST(mistake(variables).starts_with("DAYMARK_DATABASE_PASSWORD_FILE"));
  std::remove(path.c_str());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::unit_tests
