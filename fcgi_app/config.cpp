#include "config.hpp"

#include <arpa/inet.h>
#include <libpq-fe.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace daymark {
namespace {

constexpr const char* kDefaultRole = "daymark_worker";
constexpr const char* kConnectTimeoutS = "3";

struct Range {
  int least;
  int greatest;
};

/// Returns nullopt unless the text is a whole number within the range.
std::optional<int> parse_number(std::string_view text, Range range) {
  int number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < range.least || number > range.greatest) {
    return std::nullopt;
  }
  return number;
}

bool is_address(int family, const std::string& text) {
  in6_addr address{};
  return inet_pton(family, text.c_str(), &address) == 1;
}

/// An IPv4 address, or IPv6 in brackets, and a port: `127.0.0.1:9101`, `[::1]:9101`.
bool is_address_and_port(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || !parse_number(text.substr(colon + 1), {1, 65'535})) {
    return false;
  }
  const auto address = text.substr(0, colon);
  return address.starts_with('[') && address.ends_with(']')
             ? is_address(AF_INET6, address.substr(1, address.size() - 2))
             : is_address(AF_INET, address);
}

class Reader {
 public:
  explicit Reader(const Environment& environment) : environment_(environment) {}

  template <class Number>
  void number(const char* name, Range range, Number& value) {
    const auto text = environment_(name);
    if (!text) {
      return;
    }
    const auto number = parse_number(*text, range);
    if (!number) {
      mistakes_.push_back(fmt::format("{} must be a whole number from {} to {}, not '{}'", name,
                                      range.least, range.greatest, *text));
      return;
    }
    value = *number;
  }

  void pool(std::string& value) {
    const auto text = environment_("DAYMARK_POOL");
    if (text && *text != "web" && *text != "auth" && *text != "bulk") {
      mistakes_.push_back(fmt::format("DAYMARK_POOL must be web, auth or bulk, not '{}'", *text));
      return;
    }
    value = text.value_or(value);
  }

  void sign_up(bool& is_open) {
    const auto text = environment_("DAYMARK_SIGNUP");
    if (text && *text != "open" && *text != "closed") {
      mistakes_.push_back(fmt::format("DAYMARK_SIGNUP must be open or closed, not '{}'", *text));
      return;
    }
    is_open = !text || *text == "open";
  }

  void jobs_metrics(std::optional<std::string>& value) {
    const auto text = environment_("DAYMARK_JOBS_METRICS");
    if (!text || text->empty()) {
      return;
    }
    if (!is_address_and_port(*text)) {
      mistakes_.push_back(
          fmt::format("DAYMARK_JOBS_METRICS must be an address and a port, like 127.0.0.1:9101 or "
                      "[::1]:9101, not '{}'",
                      *text));
      return;
    }
    value = text;
  }

  void finish() const {
    if (!mistakes_.empty()) {
      throw ConfigError{fmt::format("{}", fmt::join(mistakes_, "\n"))};
    }
  }

 private:
  const Environment& environment_;
  std::vector<std::string> mistakes_;
};

std::string read_password_file(const std::string& path) {
  std::ifstream file{path};
  std::string password;
  if (!std::getline(file, password) || password.empty()) {
    throw ConfigError{
        fmt::format("DAYMARK_DATABASE_PASSWORD_FILE: cannot read a password from {}", path)};
  }
  return password;
}

void set_variable(const char* name, const std::string& value) {
  ::setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before there are threads
}

}  // namespace

Config read_config(const Environment& environment) {
  Config config;
  Reader reader{environment};
  reader.pool(config.pool);
  if (config.pool != "web") {
    config.threads = 2;
  }
  reader.number("DAYMARK_THREADS", {1, 64}, config.threads);
  reader.number("DAYMARK_PASSWORD_MEMORY_KIB", {8, 4 * 1024 * 1024},
                config.password_cost.memory_kib);
  reader.number("DAYMARK_PASSWORD_PASSES", {1, 100}, config.password_cost.passes);
  reader.number("DAYMARK_ACCOUNT_ENTRIES", {1, 10'000'000}, config.limits.entries);
  reader.number("DAYMARK_ACCOUNT_TEXT_MIB", {1, 1024 * 1024}, config.limits.text_mebibytes);
  reader.sign_up(config.is_sign_up_open);
  reader.jobs_metrics(config.jobs_metrics);
  reader.finish();
  return config;
}

void set_database_environment(const Environment& environment) {
  if (const auto url = environment("DATABASE_URL"); url && !url->empty()) {
    char* mistake = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
        PQconninfoParse(url->c_str(), &mistake), PQconninfoFree};
    PQfreemem(mistake);  // not reported: it can quote the password
    if (!options) {
      throw ConfigError{"DATABASE_URL is not a connection URI that libpq understands"};
    }
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
      if (option->val == nullptr) {
        continue;
      }
      if (option->envvar == nullptr) {
        throw ConfigError{fmt::format("DATABASE_URL: {} is not supported", option->keyword)};
      }
      set_variable(option->envvar, option->val);
    }
  }
  set_variable("PGUSER", environment("DAYMARK_DATABASE_ROLE").value_or(kDefaultRole));
  if (const auto path = environment("DAYMARK_DATABASE_PASSWORD_FILE")) {
    set_variable("PGPASSWORD", read_password_file(*path));
  }
  if (!environment("PGCONNECT_TIMEOUT")) {
    set_variable("PGCONNECT_TIMEOUT", kConnectTimeoutS);
  }
  set_variable("PGCLIENTENCODING", "UTF8");
}

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before there are threads
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

}  // namespace daymark
