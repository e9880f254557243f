// Many requests made up from openapi.yaml, by several clients at once. DAYMARK_REQUESTS says how
// many, and DAYMARK_SEED makes the same ones again; the seed is printed.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <sstream>

#include "journal.hpp"
#include "support/deadline.hpp"
#include "support/generator.hpp"
#include "world.hpp"

namespace daymark::http_tests {
namespace {

using support::Generated;
using support::Intent;

constexpr int kClients = 4;
/// After so many requests another account takes over, so that none becomes a library.
constexpr int kRequestsPerAccount = 500;
/// With fewer requests some operation may not have been met often enough.
constexpr std::uint64_t kRequestsToMeetAll = 5'000;

std::uint64_t read_number(const char* name, std::uint64_t otherwise) {
  const auto* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::stoull(text);
}

bool is_accepted(const Answer& answer) { return answer.status >= 200 && answer.status < 300; }

/// The member of that name in an answer, or in what the answer wraps.
const Json* find_member(const Json& answer, const std::string& name) {
  if (const auto* member = answer.find(name)) {
    return member;
  }
  for (const char* wrapper : {"entry", "account", "task"}) {
    if (const auto* wrapped = answer.find(wrapper); wrapped != nullptr && wrapped->has(name)) {
      return wrapped->find(name);
    }
  }
  return nullptr;
}

/// Texts and lists of texts come back byte for byte, and one that is there in both languages in the
/// answer's. An instant comes back in UTC.
void expect_to_come_back(const Generated& made, const Json& answer, const std::string& language) {
  if (!made.request.body ||
      !made.request.headers.find("Content-Type").value_or("").starts_with("application/json")) {
    return;
  }
  const auto body = Json::parse(*made.request.body);
  for (const auto& [name, given] : body.as_object()) {
    const auto* got = find_member(answer, name);
    const auto& sent = given.is_object() && given.has(language) ? given[language] : given;
    const auto is_text = sent.is_string() || sent.is_array();
    if (got != nullptr && is_text && !name.ends_with("_at") && *got != sent) {
      report(name + " came back as another: " + got->to_text().substr(0, 300) + " instead of " +
             sent.to_text().substr(0, 300));
    }
  }
}

/// What all clients have done together.
class Figures {
 public:
  void count(const Generated& made, const Answer& answer) {
    const std::scoped_lock lock{mutex_};
    ++by_intent_[made.intent];
    ++by_status_[answer.status];
    if (is_accepted(answer)) {
      ++accepted_[made.operation];
      made_accounts_ += made.request.method == "POST" && answer.status == 201 &&
                                made.operation.find("/signup") != std::string::npos
                            ? 1
                            : 0;
      made_accounts_ -= made.operation == "DELETE /me" ? 1 : 0;
    }
  }
  void count_account() { ++made_accounts_; }

  [[nodiscard]] int made_accounts() const { return made_accounts_; }
  [[nodiscard]] bool was_accepted(const std::string& operation) const {
    return accepted_.contains(operation);
  }
  [[nodiscard]] std::string to_text() const {
    std::ostringstream text;
    text << by_intent(Intent::kValid) << " valid, " << by_intent(Intent::kUnclear) << " unclear, "
         << by_intent(Intent::kBroken) << " broken; answers:";
    for (const auto& [status, count] : by_status_) {
      text << ' ' << status << ": " << count;
    }
    text << "; accepted:";
    for (const auto& [operation, count] : accepted_) {
      text << "  " << operation << ": " << count;
    }
    return text.str();
  }

 private:
  [[nodiscard]] int by_intent(Intent intent) const {
    const auto found = by_intent_.find(intent);
    return found == by_intent_.end() ? 0 : found->second;
  }

  std::mutex mutex_;
  std::map<Intent, int> by_intent_;
  std::map<int, int> by_status_;
  std::map<std::string, int> accepted_;
  std::atomic<int> made_accounts_ = 0;
};

/// One client after the other with one account after the other.
class Sender {
 public:
  Sender(std::uint64_t seed, Figures& figures)
      : generator_{open_api().document(), seed}, figures_{figures} {}

  void send(std::uint64_t count) {
    for (std::uint64_t number = 0; number < count; ++number) {
      if (!person_ || sent_ == kRequestsPerAccount) {
        change_account();
      }
      ++sent_;
      send_one();
    }
    hold_to_account();
  }

 private:
  void change_account() {
    hold_to_account();
    client_.emplace(World::make_client());
    person_.emplace(*client_);
    make_admin(*person_);  // so that nothing is forbidden
    figures_.count_account();
    journal_ = {};
    memory_ = {};
    memory_.know_field("username", person_->username());
    memory_.know_field("password", support::kPassword);
    memory_.know_field("current_password", support::kPassword);
    account_ = person_->get("/me").json();
    may_have_ended_ = false;
    sent_ = 0;
  }

  void send_one() {
    auto made = generator_.make(memory_);
    if (made.as_member) {
      made.request.headers = std::move(made.request.headers) + person_->authorization();
    }
    const auto answer = made.is_limited ? limited_.send(made.request) : client_->send(made.request);
    figures_.count(made, answer);
    if (made.as_member && answer.status == 401 && may_have_ended_) {
      person_.reset();  // signed out by itself
    } else {
      judge(made, answer);
    }
    if (is_accepted(answer)) {
      learn(made, answer);
    }
  }

  void judge(const Generated& made, const Answer& answer) {
    static const std::set<int> about_form{400, 405, 413, 414, 415, 422, 431};
    const auto is_refused = answer.status >= 400 && answer.status < 500;
    bool is_right = is_accepted(answer) || is_refused;
    if (made.intent == Intent::kBroken) {
      // Slowing comes before anything that the application says.
      is_right = made.statuses.contains(answer.status) || (made.is_limited && answer.status == 429);
    } else if (made.intent == Intent::kValid) {
      is_right = is_accepted(answer) || (is_refused && !about_form.contains(answer.status) &&
                                         !(made.must_succeed && answer.status != 403));
      is_right = is_right || (answer.status == 422 && made.may_contradict);
      is_right = is_right && !(made.as_member && answer.status == 401);
    }
    // Two ways to say a format, made apart from each other, often contradict; that comes first.
    const auto names_format = made.request.target.find("format=") != std::string::npos;
    if (!is_right && !(answer.status == 415 && names_format)) {
      report(describe(made) + "\n  is answered with " + std::to_string(answer.status) + ' ' +
             answer.body.substr(0, 700));
    }
  }

  static std::string describe(const Generated& made) {
    auto text = made.what + "\n  " + made.request.method + ' ' + made.request.target.substr(0, 300);
    for (const auto& [name, value] : made.request.headers) {
      text += "\n  " + name + ": " + (name == "Authorization" ? "…" : value.substr(0, 200));
    }
    return text + "\n  " + made.request.body.value_or("").substr(0, 1'000);
  }

  void learn(const Generated& made, const Answer& answer) {
    const auto is_json = answer.header("Content-Type") == "application/json";
    const auto body = is_json && !answer.body.empty() ? answer.json() : Json{};
    memory_.note(made.request, answer, body);
    if (made.request.method == "GET" || made.request.method == "HEAD") {
      return;
    }
    if (made.intent != Intent::kBroken && body.is_object()) {
      expect_to_come_back(made, body, answer.header("Content-Language"));
    }
    if (!made.as_member) {
      return;
    }
    journal_.note(made.request, answer, body);
    may_have_ended_ = may_have_ended_ || answer.status == 204;
    if (made.operation == "POST /achievements") {
      memory_.know_field("code", body["code"].as_string());
    }
    if (made.operation == "PATCH /me") {
      account_ = body;
      if (const auto* token = body.find("bearer_token")) {
        person_->renew(token->as_string());
      }
      const auto sent = Json::parse(*made.request.body);
      if (const auto* password = sent.find("password"); password && password->is_string()) {
        memory_.know_field("password", password->as_string());
        memory_.know_field("current_password", password->as_string());
      }
    }
  }

  /// Nothing that was refused is kept, and everything that was accepted is.
  void hold_to_account() {
    if (person_) {
      if (const auto answer = person_->get("/me"); answer.status == 200) {
        if (merged(account_, answer.json()) != account_) {
          report("the account is " + answer.body + " instead of " + account_.to_text());
        }
        report_all(journal_.compare_answers(*person_));
      } else if (!may_have_ended_) {
        report("the account cannot be read any more: " + answer.body);
      }
    }
    if (account_.is_object()) {
      report_all(journal_.compare_rows(database_, account_["id"].as_string()));
    }
    account_ = {};
    person_.reset();
  }

  static void report_all(const std::vector<std::string>& differences) {
    for (const auto& difference : differences) {
      report(difference);
    }
  }

  support::Generator generator_;
  Figures& figures_;
  support::Database database_{service()};
  ManyClients limited_;
  std::optional<HttpClient> client_;
  std::optional<Person> person_;
  support::Memory memory_;
  Journal journal_;
  Json account_;
  bool may_have_ended_ = false;
  int sent_ = 0;
};

int count_rows(const char* table) {
  support::Database database{service()};
  return std::stoi(database.query(std::string{"select count(*) from "} + table).at(0).at(0));
}

bool is_same(const Generated& left, const Generated& right) {
  const auto same_header = [](const Header& one, const Header& other) {
    return one.name == other.name && one.value == other.value;
  };
  return left.request.method == right.request.method &&
         left.request.target == right.request.target && left.request.body == right.request.body &&
         std::ranges::equal(left.request.headers, right.request.headers, same_header);
}

BOOST_FIXTURE_TEST_SUITE(generated, World)

BOOST_AUTO_TEST_CASE(
    a_seed_makes_valid_and_broken_requests_for_every_operation_and_always_the_same) {
  constexpr int kCount = 20'000;
  support::Generator generator{open_api().document(), 7};
  support::Generator twin{open_api().document(), 7};
  support::Generator other{open_api().document(), 8};
  const support::Memory nothing;
  std::map<std::string, std::set<Intent>> intents;
  int differences = 0;
  for (int number = 0; number < kCount; ++number) {
    const auto made = generator.make(nothing);
    BOOST_REQUIRE(is_same(made, twin.make(nothing)));
    differences += is_same(made, other.make(nothing)) ? 0 : 1;
    intents[made.operation].insert(made.intent);
  }
  BOOST_TEST(differences > kCount / 2);
  for (const auto& operation : open_api().operations()) {
    BOOST_TEST(intents[operation.name()].contains(Intent::kValid), operation.name());
    BOOST_TEST(intents[operation.name()].contains(Intent::kBroken), operation.name());
  }
}

BOOST_AUTO_TEST_CASE(whatever_is_sent_the_document_holds_and_nothing_refused_is_kept) {
  const auto seed = read_number("DAYMARK_SEED", std::random_device{}());
  const auto requests = read_number("DAYMARK_REQUESTS", DAYMARK_REQUESTS);
  BOOST_TEST_MESSAGE("DAYMARK_SEED=" << seed << " DAYMARK_REQUESTS=" << requests);
  const auto accounts_before = count_rows("accounts");
  const auto started = support::SteadyClock::now();
  Figures figures;
  in_parallel(kClients, [&](int number) {
    const auto offset = static_cast<std::uint64_t>(number);
    Sender sender{seed + offset, figures};
    sender.send(requests / kClients + (offset < requests % kClients ? 1 : 0));
  });
  const auto took = std::chrono::floor<std::chrono::seconds>(support::SteadyClock::now() - started);
  BOOST_TEST_MESSAGE(took.count() << " s; " << figures.to_text());
  BOOST_TEST(count_rows("accounts") == accounts_before + figures.made_accounts());
  for (const auto& operation : open_api().operations()) {
    BOOST_TEST((figures.was_accepted(operation.name()) || requests < kRequestsToMeetAll),
               operation.name() + " has accepted nothing");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace daymark::http_tests
