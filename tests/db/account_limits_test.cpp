// What one account may keep: nothing that is beyond, whichever way it comes, and room again for
// what was deleted.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <variant>

#include "server/sha256.hpp"
#include "world.hpp"

namespace daymark::db_tests {
namespace {

using mood::AccountFull;
using mood::NewEntry;
using Of = server::Capacity::Of;

constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;
const NewEntry kGood{.mood = "good", .rating = 4};  // 4 bytes

/// `recorded`, `full: 3 entries`, or what else came out.
template <class Outcome>
std::string told(const Outcome& outcome) {
  if (const auto* full = std::get_if<AccountFull>(&outcome)) {
    return "full: " + std::to_string(full->capacity.number) +
           (full->capacity.of == Of::kEntries ? " entries" : " MiB");
  }
  return outcome.index() == 0 ? "done" : "alternative " + std::to_string(outcome.index());
}

/// An entry that has so many bytes of text.
NewEntry of_bytes(std::size_t bytes) {
  return {.mood = "odd", .note = std::string(bytes - 5, 'n'), .tags = {"t", "u"}};
}

}  // namespace

struct LimitsWorld : CheckedWorld {
  std::string record(const NewEntry& new_entry = kGood,
                     const std::optional<server::IdempotencyKey>& key = std::nullopt) {
    recorder.limits = limits;
    return told(recorder.record(database, somebody.credentials(), new_entry, key, now));
  }
  std::string record_alone(storage::Database& by) {
    return told(mood::record(by, milestones,
                             {.credentials = somebody.credentials(),
                              .new_entry = kGood,
                              .key = std::nullopt,
                              .now = now,
                              .limits = limits}));
  }
  std::string change(shared::EntryId entry, const mood::EntryPatch& patch) {
    return told(mood::change(
        database, milestones, somebody.credentials(), entry, patch, [](int) { return true; }, now,
        limits));
  }
  std::string kept() {
    return to_text(admin.query("select mood_entries, mood_bytes from accounts"));
  }
  shared::EntryId oldest() { return {std::stoll(ask(admin, "select min(entry_id) from entries"))}; }

  Somebody somebody{*this};
  mood::AccountLimits limits;
};

BOOST_FIXTURE_TEST_SUITE(account_limits, LimitsWorld)

BOOST_AUTO_TEST_CASE(as_many_entries_are_kept_as_an_account_may_have) {
  limits.entries = 3;
  const NewEntry filled_in{.mood = "odd", .day = day("2026-03-01")};
  BOOST_TEST(record() == "done");
  BOOST_TEST(record(filled_in) == "done");
  BOOST_TEST(record() == "done");
  BOOST_TEST(record() == "full: 3 entries");
  BOOST_TEST(record(filled_in) == "full: 3 entries");
  BOOST_TEST(kept() == "3 11\n");
  BOOST_TEST(somebody.streaks() == "1 1 1");
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_deleted_leaves_its_room) {
  limits = {.entries = 2, .text_mebibytes = 1};
  BOOST_TEST(record(of_bytes(kMebibyte - 4)) == "done");
  BOOST_TEST(record() == "done");
  BOOST_TEST(record() == "full: 2 entries");
  somebody.remove(oldest());
  BOOST_TEST(kept() == "1 4\n");
  BOOST_TEST(record(of_bytes(kMebibyte - 4)) == "done");
}

BOOST_AUTO_TEST_CASE(as_many_bytes_of_text_are_kept_as_an_account_may_have) {
  limits.text_mebibytes = 1;
  BOOST_TEST(record(of_bytes(kMebibyte + 1)) == "full: 1 MiB");
  BOOST_TEST(record(of_bytes(kMebibyte - 8)) == "done");
  BOOST_TEST(record() == "done");
  BOOST_TEST(record(of_bytes(5)) == "full: 1 MiB");
  BOOST_TEST(record({.mood = "hope", .day = day("2026-03-01")}) == "done");
  BOOST_TEST(record({.mood = "x"}) == "full: 1 MiB");
  BOOST_TEST(record({.mood = "x", .day = day("2026-03-01")}) == "full: 1 MiB");
  BOOST_TEST(kept() == "3 1048576\n");
}

// The oracle counts them at the end of the test.
BOOST_AUTO_TEST_CASE(the_bytes_are_those_of_utf_8_whatever_an_entry_says) {
  BOOST_TEST(record({.mood = "радость", .tags = {"ё", "море", "🙂"}}) == "done");
  BOOST_TEST(record({.mood = "radość", .note = "", .tags = {""}}) == "done");
  BOOST_TEST(record({.mood = "odd", .note = "e\u0301", .day = day("2026-02-01")}) == "done");
  BOOST_TEST(kept() == "3 " + std::to_string(14 + 2 + 8 + 4 + 8 + 3 + 3) + "\n");
  BOOST_TEST(change(oldest(), {.note = "заметка", .tags = std::vector<std::string>{"NULL"}}) ==
             "done");
  BOOST_TEST(kept() == "3 " + std::to_string(14 + 14 + 4 + 8 + 3 + 3) + "\n");
  BOOST_TEST(change(oldest(), {.note = std::optional<std::string>{}, .day = day("2026-02-02")}) ==
             "done");
  somebody.remove(oldest());
  BOOST_TEST(kept() == "2 14\n");
}

BOOST_AUTO_TEST_CASE(a_change_may_make_an_entry_longer_only_where_there_is_room) {
  limits = {.entries = 2, .text_mebibytes = 1};
  BOOST_TEST(record(of_bytes(kMebibyte - 10)) == "done");
  BOOST_TEST(record() == "done");
  const auto second = shared::EntryId{oldest().value + 1};
  BOOST_TEST(change(second, {.note = "1234567"}) == "full: 1 MiB");
  BOOST_TEST(kept() == "2 1048570\n");
  BOOST_TEST(change(second, {.note = "123456"}) == "done");
  BOOST_TEST(kept() == "2 1048576\n");
  BOOST_TEST(change(second, {.note = "654321"}) == "done");
  BOOST_TEST(change(second, {.day = day("2026-03-01")}) == "done");
}

BOOST_AUTO_TEST_CASE(whoever_has_more_than_a_new_limit_keeps_it_and_can_make_it_less) {
  BOOST_TEST(record(of_bytes(3 * kMebibyte)) == "done");
  BOOST_TEST(record() == "done");
  limits = {.entries = 1, .text_mebibytes = 1};
  BOOST_TEST(record() == "full: 1 entries");
  BOOST_TEST(change(oldest(), {.note = std::string(2 * kMebibyte, 'n')}) == "done");
  BOOST_TEST(change(oldest(), {.note = std::string(2 * kMebibyte + 1, 'n')}) == "full: 1 MiB");
  BOOST_TEST(somebody.list().entries.items.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_retry_is_answered_from_a_full_account_too) {
  limits.entries = 1;
  const server::IdempotencyKey key{.text = "key", .request_hash = server::sha256_bytea("body")};
  BOOST_TEST(record(kGood, key) == "done");
  BOOST_TEST(record() == "full: 1 entries");
  BOOST_TEST(record(kGood, key) == "done");
  BOOST_TEST(kept() == "1 4\n");
}

BOOST_AUTO_TEST_CASE(of_many_who_want_the_last_place_one_gets_it) {
  constexpr int kThreads = 8;
  somebody.record_on({"2026-03-08", "2026-03-09"});
  limits.entries = 3;
  recorder.limits = limits;
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> recorded = 0;
    std::atomic<int> refused = 0;
    in_parallel(kThreads, [&](int thread) {
      storage::Database own;
      const auto outcome =
          thread % 2 == 0
              ? record_alone(own)
              : told(recorder.record(own, somebody.credentials(), kGood, std::nullopt, now));
      recorded += outcome == "done";
      refused += outcome == "full: 3 entries";
    });
    BOOST_TEST(recorded == 1);
    BOOST_TEST(refused == kThreads - 1);
    somebody.remove_on("2026-03-10");
  }
}

BOOST_AUTO_TEST_CASE(of_many_who_want_the_last_bytes_one_gets_them) {
  constexpr int kThreads = 4;
  limits.text_mebibytes = 1;
  BOOST_TEST(record(of_bytes(kMebibyte - 10)) == "done");
  const auto entry =
      record({.mood = "x"}) == "done" ? shared::EntryId{oldest().value + 1} : shared::EntryId{};
  std::atomic<int> done = 0;
  in_parallel(kThreads, [&](int thread) {
    storage::Database own;
    const auto outcome = thread % 2 == 0 ? told(mood::record(own, milestones,
                                                             {.credentials = somebody.credentials(),
                                                              .new_entry = {.mood = "123456789"},
                                                              .key = std::nullopt,
                                                              .now = now,
                                                              .limits = limits}))
                                         : told(mood::change(
                                               own, milestones, somebody.credentials(), entry,
                                               {.note = std::to_string(100'000'000 + thread)},
                                               [](int) { return true; }, now, limits));
    done += outcome == "done";
  });
  // The two changes are as long as each other, so both can be made.
  BOOST_TEST((done == 1 || done == 2));
  BOOST_TEST(ask(admin, "select mood_bytes from accounts") == "1048576");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
