// What every test of the running service has: clients whose answers are all held to openapi.yaml.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "support/http_client.hpp"
#include "support/openapi.hpp"
#include "support/person.hpp"
#include "support/test_service.hpp"

namespace daymark::http_tests {

using support::Answer;
using support::array;
using support::Header;
using support::Headers;
using support::HttpClient;
using support::Json;
using support::json_request;
using support::object;
using support::Person;
using support::Request;

[[nodiscard]] const support::Service& service();
[[nodiscard]] support::OpenApi& open_api();

/// The fixture of every suite. A test fails where an answer to any of its clients is not as
/// openapi.yaml has it.
struct World {
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] static HttpClient make_client();

  HttpClient client;
};

/// Lets the running test fail. May be called from any thread.
void report(std::string fault);

/// Clients one after the other, each from an address of its own: the web server limits how many
/// sign-ins one address may send.
class ManyClients {
 public:
  Answer send(const Request& request);

 private:
  std::optional<HttpClient> client_;
  int sent_ = 0;
};

/// Runs `work(0)` to `work(count - 1)` at the same time, and throws the first exception of any.
void in_parallel(int count, const std::function<void(int)>& work);

/// `#/rating out-of-range` or `limit out-of-range` for each item of `errors`, sorted.
[[nodiscard]] std::vector<std::string> faults_of(const Answer& answer);

/// The target of `</mood?…>; rel="next"`, or "" where there is none.
[[nodiscard]] std::string next_target(const Answer& page);

/// Whether the text has a letter of the Cyrillic block.
[[nodiscard]] bool is_russian(const std::string& text);

[[nodiscard]] std::string repeat(std::string_view text, int count);

/// The bytes of a request that no client would make. `headers` end with their line breaks.
[[nodiscard]] std::string raw_request(std::string_view request_line, std::string_view headers);

/// A request without a body.
[[nodiscard]] Request plain(std::string method, std::string target, Headers headers = {});

/// Signs up with a cookie and gives back the cookie's value.
[[nodiscard]] std::string sign_up_with_cookie(HttpClient& client, const std::string& username);

[[nodiscard]] Headers cookie(const std::string& value);

/// The newest lines of the service's log: its current file is moved aside when it has five
/// megabytes.
[[nodiscard]] std::string newest_log();

/// Whether the log has this text, within ten seconds.
[[nodiscard]] bool is_logged(const std::string& text);

/// Makes an account an administrator's, as `./daymark admin` does.
void make_admin(const Person& person);

}  // namespace daymark::http_tests
