// Sixty-four clients record, change and delete moods on a few accounts that they share, so that
// many are recorded with one commit, while workers and PostgreSQL are killed under them with
// SIGKILL. Whatever was acknowledged must be there once, and only once, whatever was sent with an
// idempotency key until it was answered likewise, and everything derived must equal what an
// independent oracle makes of the entries.
//
//   fault_tests SECONDS [SEED]
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/deadline.hpp"
#include "support/http_client.hpp"
#include "support/oracle.hpp"
#include "support/person.hpp"
#include "support/postgres.hpp"
#include "support/test_service.hpp"

namespace {

using namespace daymark::support;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kClients = 64;
constexpr int kAccounts = 8;
constexpr int kDaysBack = 40;
constexpr double kOfToday = 0.6;  // of what is posted: only this is recorded with others
constexpr milliseconds kBetweenKillsMin{700};
constexpr milliseconds kBetweenKillsMax{3'000};
constexpr seconds kHealthyWithin{60};

/// One account's entries, as its clients know them. A note names the attempt that made an entry, so
/// that one whose answer was lost can be recognised.
struct Ledger {
  std::mutex mutex;
  std::map<std::string, std::string> kept;    // acknowledged: id → note
  std::set<std::string> deleted;              // acknowledged to be gone: id
  std::map<std::string, std::string> unsure;  // its delete had no answer: id → note
  std::set<std::string> unanswered;           // its post had no answer: note
};

struct Figures {
  std::atomic<long> posts = 0;
  std::atomic<long> retries = 0;
  std::atomic<long> changes = 0;
  std::atomic<long> deletes = 0;
  std::atomic<long> reads = 0;
  std::atomic<long> unknown = 0;
  std::atomic<long> worker_kills = 0;
  std::atomic<long> backend_kills = 0;
  std::atomic<long> postmaster_kills = 0;
};

/// Lets threads wait until the time is over, or for a part of it.
class Stopwatch {
 public:
  explicit Stopwatch(seconds length) : end_{SteadyClock::now() + length} {}

  [[nodiscard]] bool is_over() const { return SteadyClock::now() >= end_ || is_stopped_; }

  void stop() {
    is_stopped_ = true;
    changed_.notify_all();
  }

  /// False when the time is over.
  bool wait(milliseconds part) {
    std::unique_lock lock{mutex_};
    const auto until = std::min(end_, SteadyClock::now() + part);
    changed_.wait_until(lock, until, [this] { return is_stopped_.load(); });
    return !is_over();
  }

 private:
  SteadyClock::time_point end_;
  std::atomic<bool> is_stopped_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

class Faults {
 public:
  void add(const std::string& fault) {
    const std::scoped_lock lock{mutex_};
    std::fprintf(stderr, "FAULT: %s\n", fault.c_str());
    ++count_;
  }
  [[nodiscard]] int count() const { return count_; }

 private:
  std::mutex mutex_;
  int count_ = 0;
};

/// A worker died under the request, or the database was away. 500 would be a fault of the program.
bool is_unknown(int status) { return status == 502 || status == 503 || status == 504; }

class Client {
 public:
  Client(HttpClient& http, const Person& person, Ledger& ledger, Figures& figures, Faults& faults,
         std::uint64_t seed)
      : person_{http, person},
        ledger_{ledger},
        figures_{figures},
        faults_{faults},
        random_{seed},
        name_{std::to_string(seed)} {}

  void act() {
    if (pending_) {
      return retry();
    }
    switch (std::discrete_distribution<int>{5, 3, 2, 2}(random_)) {
      case 0:
        post();
        break;
      case 1:
        remove();
        break;
      case 2:
        change();
        break;
      default:
        read();
    }
  }

 private:
  /// The status, 0 where there was no answer, and the body.
  Answer send(const Request& request) {
    try {
      return person_.send(request);
    } catch (const NoAnswer&) {
      return {};
    }
  }

  void post() {
    const auto note = name_ + "/" + std::to_string(++attempts_);
    auto entry =
        object({{"rating", std::uniform_int_distribution<int>{1, 5}(random_)}, {"note", note}});
    if (!std::bernoulli_distribution{kOfToday}(random_)) {
      const days ago{std::uniform_int_distribution<int>{0, kDaysBack}(random_)};
      entry = merged(entry, object({{"day", to_text(person_.today() - ago)}}));
    }
    auto request = json_request("POST", "/mood", entry);
    if (std::bernoulli_distribution{0.5}(random_)) {
      request.headers.add({"Idempotency-Key", note});
      pending_ = Pending{.request = request, .note = note};
      return retry();
    }
    const auto answer = send(request);
    const std::scoped_lock lock{ledger_.mutex};
    if (answer.status == 201) {
      ledger_.kept[answer.json()["entry"]["id"].as_string()] = note;
      ++figures_.posts;
    } else {
      // Unknown even after a refusal that should not be, so that one fault does not look like two.
      ledger_.unanswered.insert(note);
      ++figures_.unknown;
      refuse_unless_unknown(answer, "POST /mood");
    }
  }

  /// Sends what has a key, for the first time or once more.
  void retry() {
    figures_.retries += pending_->has_been_sent ? 1 : 0;
    pending_->has_been_sent = true;
    const auto answer = send(pending_->request);
    const std::scoped_lock lock{ledger_.mutex};
    if (answer.status == 201) {
      ledger_.kept[answer.json()["entry"]["id"].as_string()] = pending_->note;
      ledger_.unanswered.erase(pending_->note);
      ++figures_.posts;
      pending_.reset();
    } else {
      ledger_.unanswered.insert(pending_->note);
      refuse_unless_unknown(answer, "POST /mood with a key");
    }
  }

  std::optional<std::pair<std::string, std::string>> choose_entry() {
    if (ledger_.kept.empty()) {
      return std::nullopt;
    }
    const auto last = static_cast<std::int64_t>(ledger_.kept.size()) - 1;
    return *std::next(ledger_.kept.begin(),
                      std::uniform_int_distribution<std::int64_t>{0, last}(random_));
  }

  /// Moves an entry to another day.
  void change() {
    std::optional<std::pair<std::string, std::string>> entry;
    {
      const std::scoped_lock lock{ledger_.mutex};
      entry = choose_entry();
    }
    if (!entry) {
      return;
    }
    const days ago{std::uniform_int_distribution<int>{0, kDaysBack}(random_)};
    const auto answer = send(json_request("PATCH", "/mood/" + entry->first,
                                          object({{"day", to_text(person_.today() - ago)}})));
    const std::scoped_lock lock{ledger_.mutex};
    const auto was_deleted = !ledger_.kept.contains(entry->first);
    if (answer.status == 200) {
      ++figures_.changes;
    } else if (answer.status != 404 || !was_deleted) {
      ++figures_.unknown;
      refuse_unless_unknown(answer, "PATCH of the entry " + entry->first);
    }
  }

  /// Takes an entry out of the ledger first, so that no other client deletes the same one.
  void remove() {
    std::pair<std::string, std::string> entry;
    {
      const std::scoped_lock lock{ledger_.mutex};
      const auto chosen = choose_entry();
      if (!chosen) {
        return;
      }
      entry = *chosen;
      ledger_.kept.erase(entry.first);
    }
    const auto worker_kills = figures_.worker_kills.load();
    const auto answer =
        send({.method = "DELETE", .target = "/mood/" + entry.first, .headers = {}, .body = {}});
    // nginx sends a DELETE again when the worker died under it, and the first may have been done.
    const auto can_be_second = figures_.worker_kills != worker_kills;
    const std::scoped_lock lock{ledger_.mutex};
    if (answer.status == 204 || (answer.status == 404 && can_be_second)) {
      ledger_.deleted.insert(entry.first);
      ++figures_.deletes;
    } else {
      ledger_.unsure.insert(entry);
      ++figures_.unknown;
      refuse_unless_unknown(answer, "DELETE of the acknowledged entry " + entry.first);
    }
  }

  void read() {
    const auto answer =
        send({.method = "GET", .target = "/mood?limit=5", .headers = {}, .body = {}});
    if (answer.status == 200) {
      ++figures_.reads;
    } else {
      refuse_unless_unknown(answer, "GET /mood");
    }
  }

  void refuse_unless_unknown(const Answer& answer, const std::string& what) {
    if (answer.status != 0 && !is_unknown(answer.status)) {
      faults_.add(what + ": " + std::to_string(answer.status) + " " + answer.body);
    }
  }

  /// What is sent until it is answered.
  struct Pending {
    Request request;
    std::string note;
    bool has_been_sent = false;
  };

  Person person_;
  std::optional<Pending> pending_;
  Ledger& ledger_;
  Figures& figures_;
  Faults& faults_;
  std::mt19937_64 random_;
  std::string name_;
  int attempts_ = 0;
};

void kill_something(const Service& service, std::mt19937_64& random, Figures& figures) {
  const auto pick = [&random](const auto& list) {
    return list[std::uniform_int_distribution<std::size_t>{0, list.size() - 1}(random)];
  };
  const auto what = std::discrete_distribution<int>{6, 4, 2}(random);
  if (what == 0) {
    auto workers = list_services(service, "web-");
    std::ranges::sort(workers);
    if (const auto process = find_process(service, pick(workers))) {
      ++figures.worker_kills;
      kill_process(*process);
    }
    return;
  }
  const auto postmaster = find_process(service, "postgres");
  if (!postmaster) {
    return;
  }
  if (what == 1) {
    if (const auto backends = list_children(*postmaster); !backends.empty()) {
      kill_process(pick(backends));
      ++figures.backend_kills;
    }
    return;
  }
  kill_process(*postmaster);
  ++figures.postmaster_kills;
}

bool becomes_healthy(HttpClient& http) {
  return await(kHealthyWithin, [&http] {
    try {
      return http.send({.method = "GET", .target = "/readyz", .headers = {}, .body = {}}).status ==
             200;
    } catch (const NoAnswer&) {
      return false;
    }
  });
}

/// Compares one account's ledger with what the database holds.
void check_ledger(Database& database, const Person& person, const Ledger& ledger, Faults& faults) {
  std::map<std::string, std::string> stored;
  std::map<std::string, int> times;
  for (const auto& row : database.query(
           "select entry_id, note from entries where account_id = $1::bigint", {person.id()})) {
    stored[row[0]] = row[1];
    ++times[row[1]];
  }
  for (const auto& [id, note] : ledger.kept) {
    if (!stored.contains(id)) {
      faults.add("lost: entry " + id + " (" + note + ") was acknowledged");
    } else if (stored[id] != note) {
      faults.add("entry " + id + " is " + stored[id] + " and not " + note);
    }
  }
  for (const auto& id : ledger.deleted) {
    if (stored.contains(id)) {
      faults.add("entry " + id + " is there, and its delete was acknowledged");
    }
  }
  for (const auto& [note, count] : times) {
    if (count > 1) {
      faults.add("doubled: " + note + " is there " + std::to_string(count) + " times");
    }
  }
  for (const auto& [id, note] : stored) {
    if (!ledger.kept.contains(id) && !ledger.unsure.contains(id) &&
        !ledger.unanswered.contains(note) && !ledger.deleted.contains(id)) {
      faults.add("entry " + id + " (" + note + ") is there, and nobody posted it");
    }
  }
}

void check_oracle(Database& database, Faults& faults) {
  const std::string islands{oracle::kIslands};
  const std::string award_islands{oracle::kAwardIslands};
  const std::string task_islands{oracle::kTaskIslands};
  for (const auto& statement :
       {islands + std::string{oracle::kWrongRuns},
        islands + std::string{oracle::kWrongLongestStreaks},
        islands + std::string{oracle::kWrongNewestRuns}, std::string{oracle::kWrongHistogram},
        award_islands + std::string{oracle::kWrongAwardRuns},
        award_islands + std::string{oracle::kWrongSevenDays},
        std::string{oracle::kWrongAccountFigures}, std::string{oracle::kWrongHolders},
        std::string{oracle::kWrongPointTotals}, task_islands + std::string{oracle::kWrongTaskRuns},
        std::string{oracle::kWrongQuotas}, std::string{oracle::kTasksBackInTime}}) {
    for (const auto& row : database.query(statement)) {
      std::string fault;
      for (const auto& value : row) {
        fault += value + " ";
      }
      faults.add("oracle: " + fault);
    }
  }
}

/// What the service shows must be what the entries are, too.
void check_shown_streaks(Database& database, Person& person, Faults& faults) {
  std::map<std::string, std::int64_t> right;
  const std::string statement{std::string{oracle::kIslands} + std::string{oracle::kEntryStreaks}};
  for (const auto& row : database.query(statement, {person.id()})) {
    right[row[0]] = std::stol(row[1]);
  }
  std::size_t shown = 0;
  std::string target = "/mood?limit=100";
  while (!target.empty()) {
    const auto answer = person.get(target);
    if (answer.status != 200) {
      faults.add(target + ": " + std::to_string(answer.status) + " " + answer.body);
      return;
    }
    const auto page = answer.json();
    for (const auto& entry : page["moods"].as_array()) {
      ++shown;
      if (right[entry["id"].as_string()] != entry["streak"].as_integer()) {
        faults.add("entry " + entry["id"].as_string() + " carries a wrong streak");
      }
    }
    const auto* cursor = page.find("next_cursor");
    target = cursor == nullptr ? "" : "/mood?limit=100&cursor=" + cursor->as_string();
  }
  if (shown != right.size()) {
    faults.add("account " + person.id() + " shows " + std::to_string(shown) + " entries of " +
               std::to_string(right.size()));
  }
}

/// How many entries were written by a transaction that wrote others too, and nobody has moved
/// since.
long count_recorded_together(Database& database, const std::vector<Person>& people) {
  std::string ids;
  for (const auto& person : people) {
    ids += (ids.empty() ? "" : ",") + person.id();
  }
  return std::stol(database
                       .query("select coalesce(sum(entries), 0) from (select count(*) as entries "
                              "from entries where account_id = any ($1::bigint[]) "
                              "group by xmin::text having count(*) > 1) together",
                              {"{" + ids + "}"})
                       .at(0)
                       .at(0));
}

void run_clients(const Service& service, const std::vector<Person>& people,
                 std::deque<Ledger>& ledgers, Stopwatch& time, std::uint64_t seed, Figures& figures,
                 Faults& faults) {
  std::vector<std::jthread> clients;
  for (std::size_t number = 0; number < kClients; ++number) {
    clients.emplace_back([&, number] {
      try {
        HttpClient http{service};
        const auto account = number % people.size();
        Client client{http,    people[account], ledgers[account],
                      figures, faults,          seed * 1'000 + number};
        while (!time.is_over()) {
          client.act();
        }
      } catch (const std::exception& error) {
        faults.add(std::string{"a client gave up: "} + error.what());
        time.stop();
      }
    });
  }
}

int run(seconds length, std::uint64_t seed) {
  std::printf("seed %lu\n", seed);
  std::fflush(stdout);
  const auto service = read_service(DAYMARK_SERVICE_ENV);
  Figures figures;
  Faults faults;
  HttpClient http{service};
  std::vector<Person> people;
  for (int number = 0; number < kAccounts; ++number) {
    people.emplace_back(http);
  }
  std::deque<Ledger> ledgers(people.size());
  Stopwatch time{length};
  {
    const std::jthread killer{[&] {
      std::mt19937_64 random{seed};
      std::uniform_int_distribution<std::int64_t> pause{kBetweenKillsMin.count(),
                                                        kBetweenKillsMax.count()};
      while (time.wait(milliseconds{pause(random)})) {
        kill_something(service, random, figures);
      }
    }};
    run_clients(service, people, ledgers, time, seed, figures, faults);
  }
  if (!becomes_healthy(http)) {
    faults.add("the service is not healthy again");
    return 1;
  }
  Database database{service};
  for (std::size_t number = 0; number < people.size(); ++number) {
    check_ledger(database, people[number], ledgers[number], faults);
    check_shown_streaks(database, people[number], faults);
  }
  check_oracle(database, faults);
  const auto together = count_recorded_together(database, people);
  std::printf(
      "%ld posts (%ld retries), %ld changes, %ld deletes and %ld reads were answered, %ld were "
      "not; %ld entries were recorded with others; "
      "killed: %ld workers, %ld backends, %ld postmasters; %d faults\n",
      figures.posts.load(), figures.retries.load(), figures.changes.load(), figures.deletes.load(),
      figures.reads.load(), figures.unknown.load(), together, figures.worker_kills.load(),
      figures.backend_kills.load(), figures.postmaster_kills.load(), faults.count());
  const auto was_a_test =
      figures.posts > 0 && figures.deletes > 0 && figures.reads > 0 && together > 0;
  if (!was_a_test) {
    std::fprintf(stderr, "nothing was answered, or recorded together: this was no test\n");
  }
  return faults.count() == 0 && was_a_test ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::fprintf(stderr, "usage: fault_tests SECONDS [SEED]\n");
    return 2;
  }
  try {
    const seconds length{std::stol(arguments[1])};
    const auto seed = count == 3 ? std::stoull(arguments[2]) : std::random_device{}();
    return run(length, seed);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
