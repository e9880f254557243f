// Requests that wait at the same moment and go together: each gets what it would have got alone,
// whatever becomes of the others.
//
// They are made to wait by a stranger, whose look at a locked table holds the lane.
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "award_world.hpp"
#include "mood/entry_json.hpp"
#include "server/sha256.hpp"
#include "storage/failure.hpp"
#include "support/deadline.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using std::chrono::seconds;

constexpr seconds kAwaitMax{30};
constexpr int kHands = 8;  // that prepare what a test begins with
constexpr std::size_t kGood = mood::kBatchMax - 1;
constexpr std::size_t kPoisonedAt = 20;  // among the good ones

server::IdempotencyKey key_of(const std::string& text, const std::string& body = "body") {
  return {.text = text, .request_hash = server::sha256_bytea(body)};
}

struct Request {
  Credentials person;
  mood::NewEntry new_entry{.mood = "good", .rating = 4};
  std::optional<server::IdempotencyKey> key;
  Instant now;
};

/// What was told, and which entry it was told about.
struct Answer {
  std::string text;
  std::string entry;
};

/// Everything but the entry's ids, which are its own.
std::string told(mood::Recorded recorded) {
  recorded.entry.id = {};
  recorded.entry.uid = {};
  server::json::Writer out;
  out.begin_object();
  out.key("entry");
  mood::write_entry(out, recorded.entry);
  mood::write_streak_status(out, recorded.status);
  out.end_object();
  auto text = "recorded " + out.take();
  for (const auto& award : recorded.awarded) {
    text += " " + award.code;
  }
  return text;
}

Answer answer_of(const mood::RecordOutcome& outcome) {
  if (const auto* recorded = std::get_if<mood::Recorded>(&outcome)) {
    return {.text = told(*recorded),
            .entry = shared::to_string(recorded->entry.id) + " " +
                     shared::to_string(recorded->entry.uid)};
  }
  if (std::holds_alternative<mood::NotSignedIn>(outcome)) {
    return {.text = "not signed in", .entry = ""};
  }
  if (std::holds_alternative<mood::AccountFull>(outcome)) {
    return {.text = "account full", .entry = ""};
  }
  if (std::holds_alternative<mood::DayInFuture>(outcome)) {
    return {.text = "day in the future", .entry = ""};
  }
  return {.text = std::holds_alternative<mood::KeyReused>(outcome) ? "key reused" : "too early",
          .entry = ""};
}

Answer answer_of(const storage::Failure& failure) {
  return {.text = failure.kind() == storage::FailureKind::kUnavailable ? "unavailable" : "broken",
          .entry = ""};
}

/// What does not depend on what the others have been doing meanwhile.
std::string without_comparison(const std::string& text) {
  return text.substr(0, std::min(text.find(",\"percentile\""), text.find(",\"compared_with\"")));
}

bool is_recorded(const Answer& answer) { return answer.text.starts_with("recorded "); }

std::string told(const mood::ListOutcome& outcome) {
  const auto* page = std::get_if<mood::EntryPage>(&outcome);
  if (page == nullptr) {
    return "not signed in";
  }
  server::json::Writer out;
  out.begin_object();
  out.key("entries");
  out.begin_array();
  for (const auto& entry : page->entries.items) {
    mood::write_entry(out, entry);
  }
  out.end_array();
  mood::write_streak_status(out, page->status);
  out.end_object();
  return out.take() + (page->entries.has_more ? " and more" : "");
}

/// A lock of a session of its own.
class Lock {
 public:
  explicit Lock(const TestDatabase& place) : session_{place.connect()} { session_.query("begin"); }
  Lock(const TestDatabase& place, const std::string& statement) : Lock{place} { take(statement); }

  void take(const std::string& statement) { session_.query(statement); }
  void release() {
    if (!std::exchange(is_released_, true)) {
      session_.query("rollback");
    }
  }

 private:
  support::Database session_;
  bool is_released_ = false;
};

constexpr const char* kLockSessions = "lock table sessions in access exclusive mode";

/// What holds up an account, as an import does.
std::string lock_of(const Credentials& person) {
  return "select from accounts where account_id = " + shared::to_string(person.account) +
         " for no key update";
}

struct BatchesWorld : AwardWorld {
  BatchesWorld() {
    now = at("2026-03-10T12:00:00Z");
    // Whoever is held up is held up until the test goes on.
    set_for_workers("lock_timeout = '1min'");
    set_for_workers("statement_timeout = '1min'");
  }

  /// A setting of the workers' sessions in this database, from the next one on.
  void set_for_workers(const std::string& setting) {
    admin.query("alter role daymark_worker in database " + place.name() + " set " + setting);
  }

  // --- People.

  /// With an entry on each of the days, so that the next one reaches no milestone.
  Credentials add_person(const std::vector<std::string>& entry_days,
                         const AccountSettings& settings = {}) {
    Somebody somebody{*this, settings};
    for (const auto& one : entry_days) {
      somebody.record_on(one);
    }
    return somebody.credentials();
  }

  /// People in every state that an account can be in without being about to be awarded something.
  std::vector<Request> add_different_people(std::size_t count) {
    const std::vector<std::vector<std::string>> histories{
        {"2026-03-09"},
        {"2026-03-10"},
        {"2026-03-05"},
        {"2026-03-01", "2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10"},
        {"2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04", "2026-03-09"},
        {"2026-03-07", "2026-03-08", "2026-03-09"}};
    const std::vector<AccountSettings> settings{
        {},
        {.time_zone = "Pacific/Kiritimati"},
        {.time_zone = "America/New_York", .day_starts_at = 5},
        {.time_zone = "Asia/Kathmandu", .day_starts_at = 3}};
    std::vector<Request> requests;
    for (std::size_t i = 0; i < count; ++i) {
      Request request{.person = add_account(settings[i / 6 % 4]), .now = now};
      request.new_entry.rating = 1 + static_cast<int>(i % 5);
      if (i % 3 == 1) {
        request.new_entry.mood = "мир \"quoted\"";
        request.new_entry.note = "{a,\"b\\\",NULL}\n'" + std::to_string(i);
        request.new_entry.tags = {"NULL", "{}", "a \"b\" \\ c", "ё"};
      }
      if (i % 4 == 3) {
        request.key = key_of("key");
      }
      requests.push_back(request);
    }
    in_parallel(kHands, [&](int hand) {
      storage::Database own;
      for (auto i = static_cast<std::size_t>(hand); i < count; i += kHands) {
        for (const auto& one : histories[i % histories.size()]) {
          expect<mood::Recorded>(
              mood::record(own, milestones,
                           {.credentials = requests[i].person,
                            .new_entry = {.mood = "okay", .rating = 3, .day = day(one)},
                            .key = std::nullopt,
                            .now = now}),
              "record");
        }
      }
    });
    return requests;
  }

  // --- What recording alone answers.

  /// Of these requests one after the other, as if they were sent now. Nothing of it stays.
  std::vector<std::string> ask_alone(const std::vector<Request>& requests) {
    const storage::Transaction transaction{database, kAwaitMax};
    std::vector<std::string> texts;
    for (const auto& request : requests) {
      const auto answer = record_by([&] {
        return mood::record(database, milestones,
                            {.credentials = request.person,
                             .new_entry = request.new_entry,
                             .key = request.key,
                             .now = request.now});
      });
      texts.push_back(answer.text);
    }
    return texts;
  }

  /// Of each of these requests, as if there were no others.
  std::vector<std::string> ask_each_alone(const std::vector<Request>& requests) {
    std::vector<std::string> texts;
    for (const auto& request : requests) {
      texts.push_back(ask_alone({request}).front());
    }
    return texts;
  }

  template <class Record>
  static Answer record_by(const Record& record) {
    try {
      return answer_of(record());
    } catch (const storage::Failure& failure) {
      return answer_of(failure);
    }
  }

  // --- Sending together.

  /// Starts these requests in this order. Returns when all of them wait for the same batch, which
  /// goes once `gate` is released.
  void gather(const std::vector<Request>& requests) {
    send({.person = stranger(), .now = now});  // has the lane's session prepare what it sends
    gate.emplace(place, kLockSessions);
    threads.emplace_back([this] { send({.person = stranger(), .now = now}); });
    BOOST_REQUIRE(await_waiting_for("sessions"));
    answers.assign(requests.size(), {});
    done = 0;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      threads.emplace_back([this, request = requests[i], &answer = answers[i]] {
        answer = send(request);
        ++done;
      });
      BOOST_REQUIRE(support::await(kAwaitMax, [&] { return recorder_.waiting() == i + 1; }));
    }
  }

  Answer send(const Request& request) {
    storage::Database own;
    return record_by([&] {
      return recorder_.record(own, request.person, request.new_entry, request.key, request.now);
    });
  }

  /// Nobody's credentials.
  static Credentials stranger() {
    return {.account = {1'000'000'000}, .token_hash = server::sha256_bytea("nobody")};
  }

  /// Lets those who wait go, and waits for their answers.
  std::vector<Answer> finish() {
    gate->release();
    threads.clear();
    return answers;
  }

  std::vector<Answer> send_together(const std::vector<Request>& requests) {
    gather(requests);
    return finish();
  }

  // --- Looking on.

  /// Which sessions of the workers wait for a lock on a table.
  std::vector<Row> waiting_for(const std::string& table) {
    return admin.query(
        "select l.pid from pg_locks l join pg_stat_activity a using (pid) "
        "where not l.granted and l.relation = $1::regclass and a.usename = 'daymark_worker' "
        "and a.datname = current_database()",
        {table});
  }

  bool await_waiting_for(const std::string& table, std::size_t sessions = 1) {
    return support::await(kAwaitMax, [&] { return waiting_for(table).size() == sessions; });
  }

  /// Whether some session of the workers waits for a row.
  bool await_waiting_for_row() {
    return support::await(kAwaitMax, [&] {
      return ask(admin,
                 "select exists (select from pg_stat_activity where usename = 'daymark_worker' and "
                 "datname = current_database() and wait_event_type = 'Lock' and wait_event in "
                 "('transactionid', 'tuple'))") == "t";
    });
  }

  bool await_done(std::size_t count) {
    return support::await(kAwaitMax, [&] { return done == count; });
  }

  /// Ends the session that waits for a lock on a table.
  void kill_waiting_for(const std::string& table) {
    for (const auto& row : waiting_for(table)) {
      BOOST_TEST(ask(admin, "select pg_terminate_backend($1::integer, 5000)", row) == "t");
    }
  }

  /// Releases the gate, and holds up at the same table those who come next.
  void hold_up_next(Lock& next) {
    std::jthread taking{[&] { next.take(kLockSessions); }};
    BOOST_REQUIRE(support::await(kAwaitMax, [&] {
      return ask(admin,
                 "select exists (select from pg_locks where not granted and "
                 "relation = 'sessions'::regclass and mode = 'AccessExclusiveLock')") == "t";
    }));
    gate->release();
  }

  std::string entries() { return ask(admin, "select count(*) from entries"); }

  /// How many transactions have written the entries that were answered with.
  std::string count_transactions(const std::vector<Answer>& of) {
    std::vector<std::string> ids;
    for (const auto& answer : of) {
      if (is_recorded(answer)) {
        ids.push_back(answer.entry.substr(0, answer.entry.find(' ')));
      }
    }
    return ask(admin,
               "select count(distinct xmin::text) || ' of ' || count(*) from entries "
               "where entry_id = any ($1::bigint[])",
               {storage::to_text(ids)});
  }

  std::string account_state(const Credentials& person) {
    return to_text(
        admin.query("select version, mood_entries, longest_mood_streak, newest_mood_first_day, "
                    "newest_mood_last_day from accounts where account_id = $1::bigint",
                    {shared::to_string(person.account)}));
  }

  // --- One among the good ones.

  /// Gathers a request among 63 good ones.
  void gather_among_good_ones(const Request& poisoned) {
    good = add_different_people(kGood);
    right = ask_each_alone(good);
    auto requests = good;
    requests.insert(requests.begin() + kPoisonedAt, poisoned);
    gather(requests);
  }

  /// What the poisoned one was told. The good ones must have been recorded rightly, in one
  /// transaction.
  Answer take_poisoned() {
    auto all = answers;
    const auto poisoned = all.at(kPoisonedAt);
    all.erase(all.begin() + kPoisonedAt);
    for (std::size_t i = 0; i < all.size(); ++i) {
      BOOST_TEST(all[i].text == right[i]);
    }
    BOOST_TEST(count_transactions(all) == "1 of " + std::to_string(kGood));
    return poisoned;
  }

  Answer send_among_good_ones(const Request& poisoned) {
    gather_among_good_ones(poisoned);
    finish();
    return take_poisoned();
  }

  /// The same, with something that happens between the look and the write.
  Answer send_among_good_ones(const Request& poisoned, const std::function<void()>& meanwhile) {
    gather_among_good_ones(poisoned);
    // The first decision asks for the milestones.
    Lock milestones_lock{place, "lock table achievements in access exclusive mode"};
    gate->release();
    BOOST_REQUIRE(await_waiting_for("achievements"));
    meanwhile();
    right = ask_each_alone(good);
    milestones_lock.release();
    threads.clear();
    return take_poisoned();
  }

  achievements::Milestones milestones_not_asked_for;
  // One lane: what waits for it goes together.
  support::WaitingRecorder recorder_{milestones_not_asked_for,
                                     {.lanes = 1, .jobs_max = mood::kBatchMax}};
  std::vector<Request> good;
  std::vector<std::string> right;  // answers to them
  std::vector<Answer> answers;
  std::vector<std::string> pages;
  std::atomic<std::size_t> done = 0;
  std::vector<std::jthread> threads;
  std::optional<Lock> gate;  // goes first, so that no thread waits for it
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(batches, BatchesWorld)

BOOST_AUTO_TEST_CASE(people_who_wait_together_share_a_transaction_and_get_their_own_answers) {
  const auto requests = add_different_people(mood::kBatchMax);
  const auto alone = ask_each_alone(requests);
  const auto together = send_together(requests);
  std::set<std::string> entry_ids;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(together[i].text == alone[i]);
    entry_ids.insert(together[i].entry);
  }
  BOOST_TEST(std::set<std::string>(alone.begin(), alone.end()).size() > 12U);
  BOOST_TEST(entry_ids.size() == requests.size());
  BOOST_TEST(count_transactions(together) == "1 of 64");
}

BOOST_AUTO_TEST_CASE(more_than_fit_into_a_batch_go_with_the_next_one) {
  const auto requests = add_different_people(mood::kBatchMax + 3);
  const auto alone = ask_each_alone(requests);
  const auto together = send_together(requests);
  for (std::size_t i = 0; i < mood::kBatchMax; ++i) {
    BOOST_TEST(together[i].text == alone[i]);
  }
  BOOST_TEST(count_transactions(together) == "2 of 67");
}

BOOST_AUTO_TEST_CASE(of_entries_of_an_account_as_many_go_together_as_it_has_room_for) {
  const auto full = add_person({"2026-03-08", "2026-03-09"});
  const auto other = add_person({"2026-03-09"});
  std::vector<Request> requests;
  for (int i = 0; i < 4; ++i) {
    requests.push_back({.person = full, .now = now});
    requests.push_back({.person = other, .now = now});
  }
  recorder_.limits.entries = 5;
  const auto together = send_together(requests);
  std::string texts;
  for (const auto& answer : together) {
    texts += answer.text.substr(0, answer.text.find(' ')) + " ";
  }
  BOOST_TEST(texts == "recorded recorded recorded recorded recorded recorded account recorded ");
  BOOST_TEST(account_state(full) == "5 5 3 2026-03-08 2026-03-10\n");
  BOOST_TEST(entries() == "10");
}

BOOST_AUTO_TEST_CASE(several_entries_of_an_account_are_one_change_of_it_and_each_its_own_entry) {
  const auto one = add_person({"2026-03-09"}, {.time_zone = "Europe/Berlin"});
  const auto other = add_person({"2026-02-20"});
  std::vector<Request> of_one;
  std::vector<Request> of_other;
  std::vector<Request> requests;
  for (int i = 0; i < 5; ++i) {
    of_one.push_back({.person = one,
                      .new_entry = {.mood = "awful",
                                    .rating = 1 + i,
                                    .recorded_at = now - std::chrono::hours{i * 7 % 4}},
                      .key = key_of(std::to_string(i)),
                      .now = now});
    of_other.push_back({.person = other, .new_entry = {.mood = "so so"}, .now = now});
    requests.push_back(of_one.back());
    requests.push_back(of_other.back());
  }
  const auto one_alone = ask_alone(of_one);
  const auto other_alone = ask_alone(of_other);
  const auto together = send_together(requests);
  std::set<std::string> entry_ids;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(together[i].text == (i % 2 == 0 ? one_alone : other_alone)[i / 2]);
    entry_ids.insert(together[i].entry);
  }
  BOOST_TEST(entry_ids.size() == requests.size());
  BOOST_TEST(count_transactions(together) == "1 of 10");
  BOOST_TEST(account_state(one) == "2 6 2 2026-03-09 2026-03-10\n");
  BOOST_TEST(account_state(other) == "2 6 1 2026-03-10 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(entries_of_an_account_on_both_sides_of_its_midnight_are_of_two_days) {
  const auto person = add_person({"2026-02-01"}, {.time_zone = "Europe/Berlin"});
  const std::vector<Request> requests{{.person = person, .now = at("2026-03-10T22:59:59.999999Z")},
                                      {.person = person, .now = at("2026-03-10T23:00:00Z")}};
  const auto alone = ask_alone(requests);
  const auto together = send_together(requests);
  BOOST_TEST(together[0].text == alone[0]);
  BOOST_TEST(together[1].text == alone[1]);
  BOOST_TEST(together[0].text.find(R"("day":"2026-03-10","streak":1)") != std::string::npos,
             together[0].text);
  BOOST_TEST(together[1].text.find(R"("day":"2026-03-11","streak":2)") != std::string::npos,
             together[1].text);
  BOOST_TEST(count_transactions(together) == "1 of 2");
}

BOOST_AUTO_TEST_CASE(an_entry_from_before_midnight_behind_one_from_after_it_is_of_the_day_before) {
  const auto person = add_person({"2026-02-01"});
  const std::vector<Request> requests{{.person = person, .now = at("2026-03-11T00:00:00Z")},
                                      {.person = person, .now = at("2026-03-10T23:59:59Z")}};
  const auto alone = ask_alone(requests);
  const auto together = send_together(requests);
  BOOST_TEST(together[0].text == alone[0]);
  BOOST_TEST(together[1].text == alone[1]);
  BOOST_TEST(account_state(person) == "3 3 2 2026-03-10 2026-03-11\n");
}

// --- One among 63 good ones.

BOOST_AUTO_TEST_CASE(somebody_who_is_not_signed_in_is_told_so_and_the_others_are_recorded) {
  auto person = add_person({"2026-03-09"});
  person.token_hash = server::sha256_bytea("another token");
  BOOST_TEST(send_among_good_ones({.person = person, .now = now}).text == "not signed in");
}

BOOST_AUTO_TEST_CASE(an_account_that_is_erased_between_look_and_write_is_not_signed_in) {
  const auto person = sign_up("anna");
  expect<mood::Recorded>(mood::record(database, milestones,
                                      {.credentials = person,
                                       .new_entry = {.mood = "okay", .rating = 3},
                                       .key = {},
                                       .now = now}),
                         "record");
  const auto poisoned =
      send_among_good_ones({.person = person, .now = now}, [&] { erase(person); });
  BOOST_TEST(poisoned.text == "not signed in");
}

BOOST_AUTO_TEST_CASE(an_account_that_changes_between_look_and_write_is_decided_on_anew) {
  const auto person = add_person({"2026-03-08"});
  const auto poisoned = send_among_good_ones({.person = person, .now = now}, [&] {
    expect<mood::Recorded>(
        mood::record(database, milestones,
                     {.credentials = person,
                      .new_entry = {.mood = "okay", .rating = 3, .day = day("2026-03-09")},
                      .key = {},
                      .now = now - days{1}}),
        "record");
    // The next entry would be the third day: no milestone may be missed.
    BOOST_TEST(account_state(person) == "2 2 2 2026-03-08 2026-03-09\n");
  });
  BOOST_TEST(poisoned.text.find(R"("streak":3,"longest_streak":3)") != std::string::npos,
             poisoned.text);
  BOOST_TEST(poisoned.text.ends_with(" kindling"), poisoned.text);
}

BOOST_AUTO_TEST_CASE(an_entry_of_another_day_goes_alone) {
  const auto person = add_person({"2026-03-08"});
  const Request request{.person = person,
                        .new_entry = {.mood = "bad", .rating = 2, .recorded_at = now - days{1}},
                        .now = now};
  const auto alone = ask_alone({request}).front();
  BOOST_TEST(without_comparison(send_among_good_ones(request).text) == without_comparison(alone));
  BOOST_TEST(account_state(person) == "2 2 2 2026-03-08 2026-03-09\n");
}

BOOST_AUTO_TEST_CASE(a_travellers_entry_of_tomorrow_is_refused) {
  const auto person = add_person({"2026-03-09"}, {.time_zone = "Etc/GMT-12"});
  now -= std::chrono::minutes{2};
  const Request request{
      .person = person,
      .new_entry = {.mood = "bad", .rating = 2, .recorded_at = now + std::chrono::minutes{3}},
      .now = now};
  BOOST_TEST(send_among_good_ones(request).text == "day in the future");
  BOOST_TEST(account_state(person) == "1 1 1 2026-03-09 2026-03-09\n");
}

BOOST_AUTO_TEST_CASE(a_key_that_was_used_is_answered_as_before_or_refused) {
  const auto person = add_person({"2026-03-09"});
  Request request{.person = person, .key = key_of("key"), .now = now};
  const auto first = send(request);
  const auto again = send_among_good_ones(request);
  BOOST_TEST(again.text == first.text);
  BOOST_TEST(again.entry == first.entry);
  request.key = key_of("key", "another body");
  BOOST_TEST(send_among_good_ones(request).text == "key reused");
  BOOST_TEST(account_state(person) == "2 2 2 2026-03-09 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(a_milestone_is_awarded_with_the_entry_that_reaches_it) {
  const auto poisoned = send_among_good_ones({.person = add_account(), .now = now});
  BOOST_TEST(poisoned.text.ends_with(" first-entry"), poisoned.text);
}

BOOST_AUTO_TEST_CASE(an_account_that_somebody_else_is_changing_holds_up_only_itself) {
  const Request request{.person = add_person({"2026-03-09"}), .now = now};
  gather_among_good_ones(request);
  // As an import does.
  Lock import{place, lock_of(request.person)};
  gate->release();
  BOOST_TEST(await_done(kGood));
  BOOST_TEST(await_waiting_for_row());
  import.release();
  finish();
  const auto poisoned = take_poisoned();
  BOOST_TEST(is_recorded(poisoned), poisoned.text);
  BOOST_TEST(account_state(request.person) == "2 2 2 2026-03-09 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(an_account_that_somebody_else_is_changing_for_too_long_is_unavailable) {
  const Request request{.person = add_person({"2026-03-09"}), .now = now};
  gather_among_good_ones(request);
  set_for_workers("lock_timeout = '200ms'");  // for those who go alone
  Lock import{place, lock_of(request.person)};
  finish();
  BOOST_TEST(take_poisoned().text == "unavailable");
  import.release();
  BOOST_TEST(is_recorded(send(request)));
  BOOST_TEST(account_state(request.person) == "2 2 2 2026-03-09 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(entries_of_an_account_that_is_held_up_go_alone_one_after_the_other) {
  const Request request{.person = add_person({"2026-03-09"}), .now = now};
  constexpr std::size_t kMany = 8;  // none is the tenth, which would be awarded something
  std::vector<Request> requests(kMany, request);
  const auto others = add_different_people(8);
  requests.insert(requests.end(), others.begin(), others.end());
  gather(requests);
  Lock import{place, lock_of(request.person)};
  gate->release();
  BOOST_TEST(await_done(others.size()));
  BOOST_TEST(await_waiting_for_row());
  import.release();
  finish();
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < kMany; ++i) {
    BOOST_TEST(is_recorded(answers[i]), answers[i].text);
    ids.push_back(answers[i].entry.substr(0, answers[i].entry.find(' ')));
  }
  // Side by side they would come in any order.
  BOOST_TEST(ask(admin,
                 "select array_agg(entry_id order by xmin::text::bigint) = $1::bigint[] "
                 "from entries where entry_id = any ($1::bigint[])",
                 {storage::to_text(ids)}) == "t");
  BOOST_TEST(account_state(request.person) == "9 9 2 2026-03-09 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(an_entry_that_postgresql_refuses_fails_and_the_others_are_recorded) {
  const Request request{.person = add_person({"2026-03-09"}),
                        .new_entry = {.mood = "okay", .rating = 3, .note = "refuse me"},
                        .now = now};
  // A mistake of ours, a value that it does not like, one that costs the session, and one that may
  // be better later.
  for (const std::string sqlstate : {"P0001", "23514", "42883", "53200", "40001"}) {
    BOOST_TEST_CONTEXT(sqlstate) {
      admin.query(
          "create or replace function refuse() returns trigger language plpgsql as $$ "
          "begin if new.note = 'refuse me' then raise exception using errcode = '" +
          sqlstate + "'; end if; return new; end $$");
      admin.query(
          "create trigger refuse before insert on entries for each row execute function refuse()");
      const auto alone = ask_alone({request}).front();
      BOOST_TEST(!alone.starts_with("recorded"));
      gather_among_good_ones(request);
      finish();
      BOOST_TEST(answers[kPoisonedAt].text == alone);
      answers.erase(answers.begin() + kPoisonedAt);
      for (std::size_t i = 0; i < kGood; ++i) {
        BOOST_TEST(without_comparison(answers[i].text) == without_comparison(right[i]));
      }
      admin.query("drop trigger refuse on entries");
    }
  }
  BOOST_TEST(account_state(request.person) == "1 1 1 2026-03-09 2026-03-09\n");
  BOOST_TEST(is_recorded(send(request)));
}

// --- Keys.

BOOST_AUTO_TEST_CASE(requests_with_one_new_key_make_one_entry_and_get_one_answer) {
  const auto person = add_person({"2026-03-09"});
  const Request request{.person = person, .key = key_of("key"), .now = now};
  auto requests = add_different_people(20);
  const auto alone = ask_alone({request}).front();
  requests.insert(requests.begin() + 3, 3, request);
  requests.push_back(
      {.person = person, .key = key_of("key", "another body"), .now = now + std::chrono::hours{1}});
  const auto together = send_together(requests);
  for (std::size_t i = 3; i < 6; ++i) {
    BOOST_TEST(together[i].text == alone);
    BOOST_TEST(together[i].entry == together[3].entry);
  }
  BOOST_TEST(together.back().text == "key reused");
  BOOST_TEST(account_state(person) == "2 2 2 2026-03-09 2026-03-10\n");
}

BOOST_AUTO_TEST_CASE(requests_with_one_key_of_an_account_that_is_held_up_do_not_fill_the_batches) {
  const Request request{.person = add_person({"2026-03-09"}), .key = key_of("key"), .now = now};
  std::vector<Request> requests(mood::kBatchMax, request);
  const auto others = add_different_people(8);
  requests.insert(requests.end(), others.begin(), others.end());
  gather(requests);
  Lock import{place, lock_of(request.person)};
  gate->release();
  BOOST_TEST(await_done(others.size()));
  import.release();
  finish();
  for (std::size_t i = 0; i < mood::kBatchMax; ++i) {
    BOOST_TEST(is_recorded(answers[i]), answers[i].text);
    BOOST_TEST(answers[i].entry == answers.front().entry);
  }
  // As soon as the others go alone, there is room for all of them.
  BOOST_TEST(count_transactions({answers.begin() + mood::kBatchMax, answers.end()}) == "1 of 8");
}

BOOST_AUTO_TEST_CASE(what_was_answered_together_is_answered_again) {
  auto requests = add_different_people(24);
  for (auto& request : requests) {
    request.key = key_of("a key of each");
  }
  const auto first = send_together(requests);
  BOOST_TEST(count_transactions(first) == "1 of 24");
  // Where everybody stands changes; what was answered does not.
  static_cast<void>(add_accounts(admin, 5, {}));
  rebuild_histogram(admin);
  for (auto& request : requests) {
    request.now += days{1};
  }
  const auto count = entries();
  const auto again = send_together(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(again[i].text == first[i].text);
    BOOST_TEST(again[i].entry == first[i].entry);
    BOOST_TEST(first[i].text.find(R"("compared_with":23)") != std::string::npos, first[i].text);
  }
  BOOST_TEST(entries() == count);
}

BOOST_AUTO_TEST_CASE(a_forgotten_key_is_free_for_a_batch) {
  std::vector<Request> requests;
  for (int i = 0; i < 4; ++i) {
    requests.push_back({.person = add_person({"2026-03-09"}), .key = key_of("key"), .now = now});
  }
  const auto first = send_together(requests);
  for (auto& request : requests) {
    request.now += server::kIdempotencyKeyLifetime;
    request.key = key_of("key", "another body");
  }
  const auto second = send_together(requests);
  BOOST_TEST(count_transactions(second) == "1 of 4");
  const auto third = send_together(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(second[i].entry != first[i].entry);
    BOOST_TEST(third[i].entry == second[i].entry);
    BOOST_TEST(third[i].text == second[i].text);
  }
}

BOOST_AUTO_TEST_CASE(sixteen_who_all_send_everything_twice_get_one_answer_for_each_key) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 50;
  constexpr std::size_t kPeople = 4;
  std::vector<Credentials> people;
  for (std::size_t i = 0; i < kPeople; ++i) {
    people.push_back(add_account());
  }
  std::vector<std::vector<Answer>> told_to(kThreads);
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    for (int round = 0; round < kRounds; ++round) {
      const Request request{.person = people[static_cast<std::size_t>(thread) % kPeople],
                            .key = key_of(std::to_string(round)),
                            .now = now + days{round / 4}};
      for (int time = 0; time < 2; ++time) {
        told_to[static_cast<std::size_t>(thread)].push_back(record_by([&] {
          return recorder_.record(own, request.person, request.new_entry, request.key, request.now);
        }));
      }
    }
  });
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    for (std::size_t i = 0; i < told_to[thread].size(); ++i) {
      // As the first one of the same account was told the first time.
      const auto& first = told_to[thread % kPeople][i / 2 * 2];
      BOOST_REQUIRE(is_recorded(first));
      BOOST_TEST(told_to[thread][i].text == first.text);
      BOOST_TEST(told_to[thread][i].entry == first.entry);
    }
  }
  BOOST_TEST(entries() == std::to_string(kRounds * kPeople));
}

// --- Sessions that end.

BOOST_AUTO_TEST_CASE(a_batch_whose_session_ends_during_the_look_is_recorded) {
  const auto requests = add_different_people(16);
  const auto alone = ask_each_alone(requests);
  gather(requests);
  Lock next{place};
  hold_up_next(next);
  BOOST_REQUIRE(await_waiting_for("sessions"));
  BOOST_TEST(recorder_.waiting() == 0U);
  kill_waiting_for("sessions");
  BOOST_REQUIRE(await_waiting_for("sessions"));  // it looks again
  next.release();
  threads.clear();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(answers[i].text == alone[i]);
  }
  BOOST_TEST(count_transactions(answers) == "1 of 16");
}

BOOST_AUTO_TEST_CASE(a_batch_whose_session_ends_during_the_write_is_unavailable_and_not_repeated) {
  auto requests = add_different_people(16);
  const auto alone = ask_each_alone(requests);
  const auto before = entries();
  gather(requests);
  // The last of what is written.
  Lock histogram{place, "lock table streak_histogram in share mode"};
  gate->release();
  BOOST_REQUIRE(await_waiting_for("streak_histogram"));
  kill_waiting_for("streak_histogram");
  histogram.release();
  for (const auto& answer : finish()) {
    BOOST_TEST(answer.text == "unavailable");
  }
  BOOST_TEST(entries() == before);
  BOOST_TEST(find_faults(admin) == "");
  // Those who were told so come once more.
  const auto again = send_together(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(again[i].text == alone[i]);
  }
  BOOST_TEST(count_transactions(again) == "1 of 16");
  BOOST_TEST(std::stoi(entries()) == std::stoi(before) + 16);
}

BOOST_AUTO_TEST_CASE(a_batch_that_waits_too_long_for_the_histogram_is_written_by_each_alone) {
  set_for_workers("lock_timeout = '1s'");  // of the batches
  const auto requests = add_different_people(12);
  gather(requests);
  set_for_workers("lock_timeout = '1min'");  // of those who go alone
  Lock histogram{place, "lock table streak_histogram in share mode"};
  gate->release();
  // As many as lengthen the longest streak of an account.
  BOOST_REQUIRE(
      support::await(kAwaitMax, [&] { return waiting_for("streak_histogram").size() > 1; }));
  histogram.release();
  threads.clear();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(is_recorded(answers[i]), answers[i].text);
  }
  BOOST_TEST(count_transactions(answers) == "12 of 12");
}

// --- Pages.

namespace {

struct PageRequest {
  Credentials person;
  mood::PageWanted wanted;
};

}  // namespace

struct PagesWorld : BatchesWorld {
  /// All sorts of pages of some people with entries, and some of people who are not signed in.
  std::vector<PageRequest> make_requests() {
    std::vector<PageRequest> requests;
    for (const auto& request : add_different_people(6)) {
      for (int i = 0; i < 3; ++i) {
        send(request);
      }
      const auto& person = request.person;
      const auto page = std::get<mood::EntryPage>(lister.list(database, person, {.limit = 2}, now));
      const auto& last = page.entries.items.back();
      const mood::PagePosition after{
          .day = last.day, .recorded_at = last.recorded_at, .entry = last.id};
      requests.push_back({person, {}});
      requests.push_back({person, {.limit = 1}});
      requests.push_back({person, {.limit = 2, .after = after}});
      requests.push_back({person, {.from = day("2026-03-02"), .to = day("2026-03-09")}});
      requests.push_back({person, {.limit = 1, .to = day("2026-03-09")}});
      requests.push_back({person, {.from = day("2026-03-08"), .after = after}});
    }
    requests.insert(requests.begin() + 4, {stranger(), {}});
    // All of them are read in one round trip.
    requests.resize(mood::kPagesTogetherMax);
    return requests;
  }

  std::string list(const PageRequest& request) {
    storage::Database own;
    return list(own, request);
  }

  std::string list(storage::Database& own, const PageRequest& request) {
    try {
      return told(lister.list(own, request.person, request.wanted, now));
    } catch (const storage::Failure& failure) {
      return answer_of(failure).text;
    }
  }

  std::vector<std::string> list_each(const std::vector<PageRequest>& requests) {
    std::vector<std::string> each;
    std::ranges::transform(requests, std::back_inserter(each),
                           [this](const PageRequest& request) { return list(request); });
    return each;
  }

  /// One stranger holds one lane; so many more that it is worth it, the other one.
  void gather_pages(const std::vector<PageRequest>& requests) {
    const auto add_stranger = [this] { threads.emplace_back([this] { list({stranger(), {}}); }); };
    gate.emplace(place, kLockSessions);
    add_stranger();
    BOOST_REQUIRE(await_waiting_for("sessions"));
    for (int i = 0; i < 4; ++i) {
      add_stranger();
    }
    BOOST_REQUIRE(await_waiting_for("sessions", 2));
    pages.assign(requests.size(), {});
    for (std::size_t i = 0; i < requests.size(); ++i) {
      threads.emplace_back(
          [this, request = requests[i], &page = pages[i]] { page = list(request); });
      BOOST_REQUIRE(support::await(kAwaitMax, [&] { return lister.waiting() == i + 1; }));
    }
  }

  /// Both lanes have connected, and have prepared what they send.
  void warm_up() {
    gather_pages({});
    finish();
  }
};

BOOST_FIXTURE_TEST_CASE(pages_that_are_read_together_are_those_that_each_gets_alone, PagesWorld) {
  const auto requests = make_requests();
  const auto alone = list_each(requests);
  BOOST_TEST(std::set<std::string>(alone.begin(), alone.end()).size() > 10U);
  BOOST_TEST(std::ranges::count(alone, "not signed in") == 1);
  gather_pages(requests);
  finish();
  BOOST_TEST(pages == alone, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_page_that_postgresql_cannot_read_fails_and_the_others_are_read,
                        PagesWorld) {
  auto requests = make_requests();
  const auto unreadable = add_account();
  admin.query("insert into time_zones (name) values ('Nowhere/At_All')");
  admin.query("update accounts set time_zone = 'Nowhere/At_All' where account_id = " +
              shared::to_string(unreadable.account));
  requests[5] = {unreadable, {}};
  const auto alone = list_each(requests);
  BOOST_TEST(std::ranges::count(alone, "broken") == 1);
  gather_pages(requests);
  finish();
  BOOST_TEST(pages == alone, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_page_is_of_one_moment_whatever_is_committed_while_it_is_read,
                        PagesWorld) {
  const auto person = add_person({"2026-03-09"});
  const auto account = shared::to_string(person.account);
  storage::Database own;
  // With others, and alone.
  for (const int limit : {server::kPageLimitDefault, server::kPageLimitMax}) {
    const PageRequest request{person, {.limit = limit}};
    const auto before = list(own, request);
    auto writer = place.connect();
    writer.query("begin");
    writer.query("lock table entries in access exclusive mode");
    std::string meanwhile;
    {
      const std::jthread reading{[&] { meanwhile = list(own, request); }};
      BOOST_REQUIRE(await_waiting_for("entries"));
      // An entry in a run of its own, older than all others.
      const auto day = "date '2020-01-01' - " + std::to_string(7 * limit);
      writer.query(
          "insert into entries (account_id, uid, mood, rating, note, tags, recorded_at, day) "
          "values (" +
          account + ", gen_random_uuid(), 'good', 4, null, '{}', " + day + ", " + day + ")");
      writer.query("insert into runs (account_id, activity, first_day, last_day) values (" +
                   account + ", 'mood', " + day + ", " + day + ")");
      writer.query(
          "update accounts set mood_entries = mood_entries + 1, mood_bytes = mood_bytes + 4, "
          "version = version + 1 "
          "where account_id = $1",
          {account});
      writer.query("commit");
    }
    BOOST_TEST((meanwhile == before || meanwhile == list(own, request)), meanwhile);
    BOOST_TEST(list(own, request) != before);
  }
}

BOOST_FIXTURE_TEST_CASE(pages_whose_session_ends_are_read_again, PagesWorld) {
  const auto requests = make_requests();
  const auto alone = list_each(requests);
  warm_up();
  gather_pages(requests);
  Lock next{place};
  hold_up_next(next);
  // Both lanes are free at the same moment, so that there may be two round trips.
  const auto is_read = [&] { return lister.waiting() == 0 && !waiting_for("sessions").empty(); };
  BOOST_REQUIRE(support::await(kAwaitMax, is_read));
  const auto killed = waiting_for("sessions");
  kill_waiting_for("sessions");
  BOOST_REQUIRE(support::await(kAwaitMax, [&] {
    return std::ranges::any_of(waiting_for("sessions"), [&](const Row& session) {
      return std::ranges::find(killed, session) == killed.end();
    });
  }));
  next.release();
  threads.clear();
  BOOST_TEST(pages == alone, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
