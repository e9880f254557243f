#include "world.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "support/deadline.hpp"
#include "support/postgres.hpp"

namespace daymark::http_tests {
namespace {

/// Boost.Test may be called from one thread only, so what other threads find is kept until a test
/// ends.
class Findings {
 public:
  /// More of them tell nothing new, and one that every request meets would fill the memory.
  static constexpr std::size_t kFaultsMax = 1'000;

  void add(std::string fault) {
    const std::scoped_lock lock{mutex_};
    if (faults_.size() < kFaultsMax) {
      faults_.push_back(std::move(fault));
    }
  }

  std::vector<std::string> take() {
    const std::scoped_lock lock{mutex_};
    std::ranges::sort(faults_);
    const auto repeated = std::ranges::unique(faults_);
    faults_.erase(repeated.begin(), repeated.end());
    return std::exchange(faults_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> faults_;
};

Findings& findings() {
  static Findings findings;
  return findings;
}

}  // namespace

const support::Service& service() {
  static const auto service = support::read_service(DAYMARK_SERVICE_ENV);
  return service;
}

support::OpenApi& open_api() {
  static support::OpenApi document{DAYMARK_OPENAPI};
  return document;
}

World::World() : client{make_client()} {}

World::~World() {
  for (const auto& fault : findings().take()) {
    BOOST_ERROR(fault);
  }
}

HttpClient World::make_client() {
  return HttpClient{service(), [](const Request& request, const Answer& answer) {
                      for (const auto& fault : open_api().check(request, answer)) {
                        report("openapi.yaml: " + fault);
                      }
                    }};
}

void report(std::string fault) { findings().add(std::move(fault)); }

Answer ManyClients::send(const Request& request) {
  // The web server lets a burst of 100 through.
  constexpr int kSentMax = 90;
  if (!client_ || sent_ == kSentMax) {
    client_.reset();
    client_.emplace(World::make_client());
    sent_ = 0;
  }
  ++sent_;
  return client_->send(request);
}

void in_parallel(int count, const std::function<void(int)>& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::jthread> threads;
  for (int number = 0; number < count; ++number) {
    threads.emplace_back([&, number] {
      try {
        work(number);
      } catch (...) {
        const std::scoped_lock lock{mutex};
        failure = failure ? failure : std::current_exception();
      }
    });
  }
  threads.clear();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

std::vector<std::string> faults_of(const Answer& answer) {
  std::vector<std::string> faults;
  const auto body = answer.json();
  if (answer.status != 422 || !body.has("errors")) {
    return {"not a 422 with errors: " + answer.body};
  }
  for (const auto& fault : body["errors"].as_array()) {
    const auto& place = fault.has("pointer") ? fault["pointer"] : fault["parameter"];
    faults.push_back(place.as_string() + " " + fault["code"].as_string());
  }
  std::ranges::sort(faults);
  return faults;
}

std::string next_target(const Answer& page) {
  const auto link = page.header("Link");
  const auto end = link.find('>');
  return link.empty() || end == std::string::npos ? "" : link.substr(1, end - 1);
}

bool is_russian(const std::string& text) {
  return text.find('\xD0') != std::string::npos || text.find('\xD1') != std::string::npos;
}

std::string repeat(std::string_view text, int count) {
  std::string result;
  for (int number = 0; number < count; ++number) {
    result += text;
  }
  return result;
}

std::string raw_request(std::string_view request_line, std::string_view headers) {
  return std::string{request_line} + "\r\nHost: " + service().host + ":" + service().port +
         "\r\nConnection: close\r\n" + std::string{headers} + "\r\n";
}

Request plain(std::string method, std::string target, Headers headers) {
  return {.method = std::move(method),
          .target = std::move(target),
          .headers = std::move(headers),
          .body = {}};
}

std::string sign_up_with_cookie(HttpClient& client, const std::string& username) {
  const auto answer = client.send(json_request(
      "POST", "/signup", object({{"username", username}, {"password", support::kPassword}})));
  const auto value = answer.cookie("session");
  if (answer.status != 201 || !value) {
    throw std::runtime_error{"signing up: " + std::to_string(answer.status) + " " + answer.body};
  }
  return *value;
}

Headers cookie(const std::string& value) { return {{"Cookie", "session=" + value}}; }

std::string newest_log() {
  const auto folder = service().state / "log";
  std::filesystem::path newest_aside;
  for (const auto& file : std::filesystem::directory_iterator{folder}) {
    if (file.path().filename().string().starts_with('@')) {
      newest_aside = std::max(newest_aside, file.path());
    }
  }
  std::ostringstream text;
  for (const auto& path : {newest_aside, folder / "current"}) {
    text << std::ifstream{path}.rdbuf();
    text.clear();  // an empty file is no failure
  }
  return text.str();
}

bool is_logged(const std::string& text) {
  return support::await(std::chrono::seconds{10},
                        [&] { return newest_log().find(text) != std::string::npos; });
}

void make_admin(const Person& person) {
  support::Database database{service()};
  database.query("update accounts set role = 'admin' where account_id = $1::bigint", {person.id()});
}

}  // namespace daymark::http_tests
