// Thousands of random operations, one after the other: a few people take tasks, finish and remove
// them, move, and have their limits pinned, while time goes by. After each, all that is answered
// and kept is held against the rules, kept a second time in plain memory.
//
//   DAYMARK_TEST_SEED              the same operations for the same seed (20260310)
//   DAYMARK_TEST_TASK_OPERATIONS   how many (4000)
#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "award_world.hpp"
#include "server/sha256.hpp"
#include "task_world.hpp"

namespace daymark::db_tests {
namespace {

using shared::days;
using shared::LimitReason;
using shared::TaskId;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr microseconds kInstant{1};
constexpr std::size_t kPeople = 3;
constexpr std::size_t kOperationsTold = 15;
constexpr std::size_t kAllChecked = 25;  // after so many operations
constexpr int kLimitDefault = 5;

/// The longest streaks that are milestones.
constexpr std::array kMilestones{3, 7, 30, 100, 365};

/// Date lines, clocks that change by half an hour or by two hours or at midnight.
constexpr std::array kZones{"UTC",
                            "Pacific/Kiritimati",
                            "Pacific/Pago_Pago",
                            "Asia/Kathmandu",
                            "Australia/Lord_Howe",
                            "America/Havana",
                            "America/Los_Angeles",
                            "Antarctica/Troll",
                            "Atlantic/Azores"};
constexpr std::array kDayStarts{0, 0, 0, 1, 2, 2, 4, 12, 23};

enum class Phase {
  kMix,       // anything
  kDiligent,  // one of them does a task or two every day
  kGreedy,    // tasks up to the limit, and what might raise it
};

struct Chapter {
  Phase phase;
  int operations;
};

constexpr std::array kStory{Chapter{Phase::kMix, 400}, Chapter{Phase::kDiligent, 350},
                            Chapter{Phase::kMix, 200}, Chapter{Phase::kGreedy, 250}};

class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct KeptTask {
  std::string title;
  std::optional<std::string> note;
  bool done = false;
  Instant created_at;
};

struct KeptDay {
  Instant ends_at;
  int used = 0;
  std::map<TaskId, KeptTask> tasks;  // that are left

  [[nodiscard]] int done() const {
    return static_cast<int>(
        std::ranges::count_if(tasks, [](const auto& task) { return task.second.done; }));
  }
  [[nodiscard]] int deleted() const { return used - static_cast<int>(tasks.size()); }
  [[nodiscard]] bool is_complete() const {
    return !tasks.empty() && done() == static_cast<int>(tasks.size());
  }
};

/// Somebody, and what the rules say of them.
struct Person {
  std::string name;
  Credentials credentials;
  Setting setting;
  int limit = kLimitDefault;
  bool is_pinned = false;
  std::map<CivilDay, KeptDay> days;
  std::int64_t version = 0;
  int longest_ever = 0;
  std::string limit_changes;  // a line of each
  struct Sent {
    server::IdempotencyKey key;
    tasks::Created answer;
  };
  std::optional<Sent> sent;  // with a key

  /// `first/last` of each run of days on which all that is left is done.
  [[nodiscard]] std::vector<shared::Run> runs() const {
    std::vector<shared::Run> found;
    for (const auto& [day, kept] : days) {
      if (!kept.is_complete()) {
        continue;
      }
      if (!found.empty() && found.back().last_day + shared::days{1} == day) {
        found.back().last_day = day;
      } else {
        found.push_back({.first_day = day, .last_day = day});
      }
    }
    return found;
  }

  [[nodiscard]] int longest() const {
    int longest = 0;
    for (const auto& run : runs()) {
      longest = std::max(longest, run.length());
    }
    return longest;
  }
};

/// What the operations have led to at least once.
struct Seen {
  bool refused = false;
  bool nothing_allowed = false;     // by a limit of 0
  bool lowered_below_used = false;  // a limit
  bool moved_while_running = false;
  bool quota_of_another_day = false;  // than the clocks show
  bool split = false;                 // a run by an unfinished task
  bool joined = false;                // two runs by a finished one
  bool left_by_posting = false;       // a run by a new task
  bool completed_by_removing = false;
  bool emptied = false;  // a day by removing
  bool retried = false;
  bool retried_at_the_limit = false;
  std::set<int> milestones;
};

class Village {
 public:
  Village(AwardWorld& world, std::uint64_t seed)
      : world_{world}, clock_{world.place.connect()}, random_{seed} {
    world_.now = at("2024-02-25T12:00:00Z");
    for (std::size_t i = 0; i < kPeople; ++i) {
      const auto name = "person" + std::to_string(i);
      const Setting setting{.zone = kZones.at(i), .starts_at = 0};
      people_.push_back({.name = name,
                         .credentials = world_.sign_up(name, {.time_zone = setting.zone}),
                         .setting = setting});
    }
    // Nobody has to sign in again, however long they stay away.
    world_.admin.query(
        "update sessions set last_seen_at = timestamptz '9000-01-01Z', ends_at = 'infinity'");
    turn_page();
  }

  /// Throws Mistake.
  void operate() {
    if (operations_left_ == 0) {
      turn_page();
    }
    --operations_left_;
    actor_ = &people_.at(up_to(people_.size() - 1));
    switch (phase_) {
      case Phase::kDiligent:
        return up_to(39) == 0 ? mix() : be_diligent();
      case Phase::kGreedy:
        return be_greedy();
      default:
        return mix();
    }
  }

  void check() {
    check(*actor_);
    if (++checks_ % kAllChecked == 0) {
      std::ranges::for_each(people_, [&](Person& person) { check(person); });
      require_equal(find_faults(world_.admin), "", "what is kept");
    }
  }

  [[nodiscard]] const Seen& seen() const { return seen_; }

 private:
  std::size_t up_to(std::size_t greatest) {
    return std::uniform_int_distribution<std::size_t>{0, greatest}(random_);
  }

  void turn_page() {
    const auto& chapter = kStory.at(chapter_ % kStory.size());
    favourite_ = &people_.at(chapter_ / kStory.size() % people_.size());
    ++chapter_;
    phase_ = chapter.phase;
    operations_left_ = chapter.operations;
  }

  void mix() {
    switch (up_to(23)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return post();
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
        return finish(true);
      case 10:
        return finish(false);
      case 11:
        return rename();
      case 12:
      case 13:
      case 14:
        return remove();
      case 15:
        return move();
      case 16:
        return set_limit();
      case 17:
        return retry();
      case 18:
        return miss();
      default:
        return advance();
    }
  }

  /// Every day a task that is done, and sometimes one that is left.
  void be_diligent() {
    actor_ = favourite_;
    const auto quota = expected_quota(*actor_);
    if (actor_->limit < 2) {
      return set_limit();
    }
    if (up_to(11) == 0) {
      return mend();
    }
    const auto found = actor_->days.find(quota.day);
    const auto is_left = quota.used < actor_->limit;
    if (found == actor_->days.end() || (found->second.tasks.empty() && is_left)) {
      return post();
    }
    const auto& day = found->second;
    if (day.done() == 0 && !day.tasks.empty()) {
      return change(quota.day, day.tasks.begin()->first, with_done(true));
    }
    if (day.is_complete() && is_left && up_to(4) == 0) {
      return post();
    }
    pass_until(quota.resets_at + minutes{up_to(20 * 60)});
  }

  /// Finishes or removes a task that a day was left with.
  void mend() {
    for (auto day = actor_->days.rbegin(); day != actor_->days.rend(); ++day) {
      if (day->second.done() == 0) {
        continue;
      }
      for (const auto& [id, task] : day->second.tasks) {
        if (!task.done) {
          return up_to(1) == 0 ? remove(day->first, id) : change(day->first, id, with_done(true));
        }
      }
    }
    post();
  }

  void be_greedy() {
    switch (up_to(9)) {
      case 0:
        return move();
      case 1:
        return set_limit();
      case 2:
        return advance();
      case 3:
        return remove();
      case 4:
        return retry();
      default:
        return post();
    }
  }

  // --- What the rules say.

  struct ExpectedQuota {
    CivilDay day;
    int used = 0;
    Instant resets_at;
  };

  ExpectedQuota expected_quota(const Person& person) {
    if (!person.days.empty()) {
      const auto& [day, newest] = *person.days.rbegin();
      const auto end = std::max(newest.ends_at, clock_.start_of(day + days{1}, person.setting));
      if (world_.now < end) {
        return {.day = day, .used = newest.used, .resets_at = end};
      }
    }
    const auto today = clock_.begun_by(world_.now, person.setting);
    return {.day = today, .resets_at = clock_.start_of(today + days{1}, person.setting)};
  }

  std::string expected_text(const Person& person) {
    const auto quota = expected_quota(person);
    return text(
        {.limit = {.tasks = person.limit,
                   .reason = person.is_pinned ? LimitReason::kPinned : LimitReason::kDefault},
         .used = quota.used,
         .resets_at = quota.resets_at});
  }

  static std::string text(const tasks::Quota& quota) {
    return to_text(quota) + ", " + std::string{shared::name(quota.limit.reason)};
  }

  static std::string text(const shared::Run& run) {
    return shared::to_string(run.first_day) + "/" + shared::to_string(run.last_day);
  }

  // --- What can happen.

  void post() {
    auto& person = *actor_;
    const auto quota = expected_quota(person);
    const tasks::NewTask new_entry{
        .title = "task " + std::to_string(++posted_),
        .note = up_to(3) == 0 ? std::optional<std::string>{"a note"} : std::nullopt};
    std::optional<server::IdempotencyKey> key;
    if (up_to(4) == 0) {
      key = {.text = std::to_string(posted_),
             .request_hash = server::sha256_bytea(new_entry.title)};
    }
    tell(person, "posts " + new_entry.title);
    const auto answer =
        tasks::create(world_.database, person.credentials, new_entry, key, world_.now);
    if (quota.used >= person.limit) {
      const auto* over = std::get_if<tasks::OverLimit>(&answer);
      require(over != nullptr, "more than the limit");
      require_equal(text(over->quota), expected_text(person), "the quota of a refusal");
      require(over->quota.remaining() == 0, "something remains");
      seen_.refused = true;
      seen_.nothing_allowed |= person.limit == 0;
      return;
    }
    const auto* created = std::get_if<tasks::Created>(&answer);
    require(created != nullptr, "less than the limit");
    auto& day = person.days[quota.day];
    seen_.left_by_posting |= day.is_complete();
    if (quota.used == 0) {
      day.ends_at = quota.resets_at;
    }
    ++day.used;
    ++person.version;
    day.tasks[created->task.id] = {
        .title = new_entry.title, .note = new_entry.note, .done = false, .created_at = world_.now};
    require_equal(text(created->task), text(quota.day, created->task.id), "the new task");
    require_equal(text(created->quota), expected_text(person), "the quota of a new task");
    seen_.quota_of_another_day |= quota.day != clock_.day_of(world_.now, person.setting);
    if (key) {
      person.sent = {.key = *key, .answer = *created};
    }
  }

  /// The same request once more gets the same answer, and does nothing.
  void retry() {
    auto& person = *actor_;
    if (!person.sent || world_.now - person.sent->answer.task.created_at >= days{7}) {
      return post();
    }
    const auto& [key, first] = *person.sent;
    tell(person, "retries " + first.task.title);
    const auto answer =
        tasks::create(world_.database, person.credentials,
                      {.title = first.task.title, .note = first.task.note}, key, world_.now);
    const auto* again = std::get_if<tasks::Created>(&answer);
    require(again != nullptr, "a retried request is refused");
    require_equal(text(again->task), text(first.task), "the retried task");
    require_equal(text(again->quota), text(first.quota), "the retried quota");
    seen_.retried = true;
    seen_.retried_at_the_limit |= expected_quota(person).used >= person.limit;
  }

  /// A task of the last days, or of any.
  std::optional<std::pair<CivilDay, TaskId>> any_task() {
    std::vector<std::pair<CivilDay, TaskId>> all;
    for (const auto& [day, kept] : actor_->days) {
      for (const auto& [id, task] : kept.tasks) {
        all.emplace_back(day, id);
      }
    }
    if (all.empty()) {
      return std::nullopt;
    }
    const auto recent = up_to(4) == 0 ? all.size() : std::min<std::size_t>(all.size(), 6);
    return all.at(all.size() - 1 - up_to(recent - 1));
  }

  static tasks::TaskPatch with_done(bool done) {
    tasks::TaskPatch patch;
    patch.done = done;
    return patch;
  }

  void finish(bool done) {
    const auto found = any_task();
    return found ? change(found->first, found->second, with_done(done)) : post();
  }

  void rename() {
    const auto found = any_task();
    if (!found) {
      return post();
    }
    tasks::TaskPatch patch;
    patch.title = "renamed " + std::to_string(posted_);
    if (up_to(1) == 0) {
      patch.note = "another note";
    } else if (up_to(1) == 0) {
      patch.note = std::optional<std::string>{};
    }
    if (up_to(3) == 0) {
      patch.done = true;
    }
    change(found->first, found->second, patch);
  }

  void change(CivilDay day, TaskId id, const tasks::TaskPatch& patch) {
    auto& person = *actor_;
    auto& kept = person.days.at(day).tasks.at(id);
    tell(person, (patch.done ? (*patch.done ? "finishes " : "unfinishes ") : "renames ") +
                     shared::to_string(id) + " of " + shared::to_string(day));
    const auto runs_before = person.runs().size();
    const auto was_complete = person.days.at(day).is_complete();
    kept.title = patch.title.value_or(kept.title);
    kept.note = patch.note.value_or(kept.note);
    kept.done = patch.done.value_or(kept.done);
    const auto answer = tasks::change(world_.database, world_.milestones, person.credentials, id,
                                      patch, any_version, world_.now);
    const auto* changed = std::get_if<tasks::Changed>(&answer);
    require(changed != nullptr, "a change is refused");
    require_equal(text(changed->task), text(day, id), "the changed task");
    ++person.version;
    std::string told;
    for (const auto& award : changed->awarded) {
      told += award.code + " ";
    }
    require_equal(told, reach(person), "the milestones that a change tells of");
    seen_.split |= was_complete && person.runs().size() > runs_before;
    seen_.joined |= !was_complete && person.runs().size() < runs_before;
  }

  void remove() {
    const auto found = any_task();
    return found ? remove(found->first, found->second) : post();
  }

  void remove(CivilDay day, TaskId id) {
    auto& person = *actor_;
    tell(person, "removes " + shared::to_string(id) + " of " + shared::to_string(day));
    auto& kept = person.days.at(day);
    const auto was_complete = kept.is_complete();
    kept.tasks.erase(id);
    require(
        std::holds_alternative<tasks::Removed>(tasks::remove(
            world_.database, world_.milestones, person.credentials, id, any_version, world_.now)),
        "a task is not removed");
    ++person.version;
    seen_.completed_by_removing |= !was_complete && kept.is_complete();
    seen_.emptied |= kept.tasks.empty();
    reach(person);
    require(
        std::holds_alternative<tasks::NoSuchTask>(tasks::remove(
            world_.database, world_.milestones, person.credentials, id, any_version, world_.now)),
        "a task is removed twice");
  }

  /// Nobody else's task, and none that is gone, can be changed.
  void miss() {
    const auto found = any_task();
    auto& other = people_.at(up_to(people_.size() - 1));
    if (!found || &other == actor_) {
      return advance();
    }
    tell(other, "reaches for " + shared::to_string(found->second) + " of " + actor_->name);
    require(std::holds_alternative<tasks::NoSuchTask>(
                tasks::change(world_.database, world_.milestones, other.credentials, found->second,
                              with_done(up_to(1) == 0), any_version, world_.now)),
            "somebody else's task is changed");
    require(std::holds_alternative<tasks::NoSuchTask>(
                tasks::remove(world_.database, world_.milestones, other.credentials, found->second,
                              any_version, world_.now)),
            "somebody else's task is removed");
    check(other);
  }

  void move() {
    auto& person = *actor_;
    const Setting to{
        .zone = up_to(2) == 0 ? person.setting.zone : kZones.at(up_to(kZones.size() - 1)),
        .starts_at = kDayStarts.at(up_to(kDayStarts.size() - 1))};
    tell(person, "moves to " + to_text(to));
    seen_.moved_while_running |= expected_quota(person).used > 0;
    require(
        accounts::change_settings(world_.database, person.credentials,
                                  {.time_zone = to.zone, .day_starts_at = to.starts_at}, world_.now)
            .has_value(),
        "the settings do not change");
    person.setting = to;
    ++person.version;
  }

  /// Pins the limit, or ends that.
  void set_limit() {
    auto& person = *actor_;
    const auto wanted = up_to(2) == 0 ? std::nullopt : std::optional{static_cast<int>(up_to(8))};
    tell(person, "has a limit of " + (wanted ? std::to_string(*wanted) : "the usual"));
    const auto answer = tasks::set_limit(world_.database, person.name, wanted, world_.now);
    const auto* set = std::get_if<tasks::UserTaskLimit>(&answer);
    require(set != nullptr, "no limit is set");
    const auto new_limit = wanted.value_or(kLimitDefault);
    if (person.limit != new_limit || person.is_pinned != wanted.has_value()) {
      ++person.version;
      person.limit_changes += shared::to_string(clock_.day_of(world_.now, person.setting)) + " " +
                              std::to_string(person.limit) + " " + std::to_string(new_limit) +
                              (wanted ? " pinned\n" : " default\n");
    }
    person.limit = new_limit;
    person.is_pinned = wanted.has_value();
    require_equal(set->username + " " + std::to_string(set->limit.tasks) + " " +
                      std::string{shared::name(set->limit.reason)},
                  person.name + " " + std::to_string(person.limit) +
                      (person.is_pinned ? " pinned" : " default"),
                  "the limit");
    seen_.lowered_below_used |= expected_quota(person).used > person.limit;
  }

  void advance() {
    const auto quota = expected_quota(*actor_);
    switch (up_to(7)) {
      case 0:
        return pass_until(quota.resets_at - kInstant);
      case 1:
        return pass_until(quota.resets_at);
      case 2:
        return pass_until(near_change());
      case 3:
        return pass_until(world_.now + minutes{up_to(90)});
      default:
        return pass_until(world_.now + minutes{up_to(30 * 60)});
    }
  }

  void pass_until(Instant instant) {
    world_.now = std::max(world_.now, instant);
    tell(*actor_, "sees time pass");
  }

  /// A few hours around the next change of somebody's clocks, if it is soon.
  Instant near_change() {
    const auto& changes = clock_.changes_of(actor_->setting.zone);
    const auto next = std::ranges::upper_bound(changes, world_.now);
    if (next == changes.end() || *next - world_.now > days{100}) {
      return world_.now + minutes{up_to(36 * 60)};
    }
    return *next - minutes{up_to(4 * 60)} + minutes{up_to(5 * 60)};
  }

  // --- What is answered and kept.

  /// The codes of the milestones that somebody has come to just now.
  std::string reach(Person& person) {
    const auto longest = person.longest();
    std::string codes;
    for (const auto threshold : kMilestones) {
      if (person.longest_ever < threshold && longest >= threshold) {
        codes += ask(world_.admin,
                     "select code from achievements where milestone = 'longest_task_streak' "
                     "and threshold = $1::integer",
                     {std::to_string(threshold)}) +
                 " ";
        seen_.milestones.insert(threshold);
      }
    }
    person.longest_ever = std::max(person.longest_ever, longest);
    return codes;
  }

  [[nodiscard]] static std::string text(const tasks::Task& task) {
    return shared::to_string(task.id) + " '" + task.title + "' '" + task.note.value_or("-") +
           (task.done ? "' done " : "' open ") + shared::to_string(task.created_at) + " " +
           shared::to_string(task.day) + "\n";
  }

  [[nodiscard]] std::string text(CivilDay day, TaskId id) const {
    const auto& kept = actor_->days.at(day).tasks.at(id);
    return text(day, id, kept);
  }

  [[nodiscard]] static std::string text(CivilDay day, TaskId id, const KeptTask& kept) {
    return text(tasks::Task{.id = id,
                            .title = kept.title,
                            .note = kept.note,
                            .done = kept.done,
                            .created_at = kept.created_at,
                            .day = day});
  }

  void check(Person& person) {
    const auto quota = expected_quota(person);
    const auto page =
        list(person, {.day = std::nullopt, .limit = server::kPageLimitMax, .after = {}});
    require_equal(text(page.quota), expected_text(person), "the quota");
    require(page.quota.remaining() == std::max(person.limit - quota.used, 0), "what remains");
    const auto runs = person.runs();
    const auto is_alive = !runs.empty() && runs.back().last_day >= quota.day - days{1};
    require_equal(std::to_string(page.streak) + " of " + std::to_string(page.longest_streak),
                  std::to_string(is_alive ? runs.back().length() : 0) + " of " +
                      std::to_string(person.longest()),
                  "the streak");
    require_equal(text(page.tasks.items), tasks_of(person, quota.day), "the tasks");
    if (!person.days.empty() && up_to(3) == 0) {
      const auto place = std::next(person.days.begin(),
                                   static_cast<std::ptrdiff_t>(up_to(person.days.size() - 1)));
      check_pages(person, place->first);
    }
    check_kept(person);
  }

  void check_pages(const Person& person, CivilDay day) {
    const auto limit = static_cast<int>(1 + up_to(3));
    std::string all;
    tasks::PageWanted wanted{.day = day, .limit = limit, .after = std::nullopt};
    for (bool has_more = true; has_more;) {
      const auto page = list(person, wanted);
      require(page.tasks.items.size() <= static_cast<std::size_t>(limit), "a page is too long");
      all += text(page.tasks.items);
      has_more = page.tasks.has_more;
      if (has_more) {
        wanted.after = page.tasks.items.back().id;
      }
    }
    require_equal(all, tasks_of(person, day), "the pages of " + shared::to_string(day));
  }

  void check_kept(const Person& person) {
    const auto row = world_.admin
                         .query(R"sql(
      select version,
             (select string_agg(day || ' ' || to_char(ends_at at time zone 'UTC',
                                                      'YYYY-MM-DD HH24:MI:SS.US')
                                || ' ' || used || ' ' || done || ' ' || deleted || e'\n', ''
                                order by day)
              from task_quotas where account_id = $1::bigint),
             (select string_agg(first_day || '/' || last_day, ' ' order by first_day)
              from runs where account_id = $1::bigint and activity = 'task'),
             (select string_agg(threshold::text, ' ' order by threshold)
              from awards join achievements using (achievement_id)
              where account_id = $1::bigint and milestone = 'longest_task_streak'),
             (select string_agg(day || ' ' || old_limit || ' ' || new_limit || ' ' || reason
                                || e'\n', '' order by change_id)
              from task_limit_changes where account_id = $1::bigint)
      from accounts where account_id = $1::bigint)sql",
                                {shared::to_string(person.credentials.account)})
                         .at(0);
    require_equal(row.at(0), std::to_string(person.version), "the version");
    std::string quotas;
    for (const auto& [day, kept] : person.days) {
      auto end = shared::to_string(kept.ends_at);
      end = end.substr(0, 10) + " " + end.substr(11, 8) +
            (end.size() > 20 ? end.substr(19, 7) : ".000000");
      quotas += shared::to_string(day) + " " + end + " " + std::to_string(kept.used) + " " +
                std::to_string(kept.done()) + " " + std::to_string(kept.deleted()) + "\n";
    }
    require_equal(row.at(1), quotas, "the kept quotas");
    std::string runs;
    for (const auto& run : person.runs()) {
      runs += (runs.empty() ? "" : " ") + text(run);
    }
    require_equal(row.at(2), runs, "the kept runs");
    std::string reached;
    for (const auto threshold : kMilestones) {
      if (person.longest_ever >= threshold) {
        reached += (reached.empty() ? "" : " ") + std::to_string(threshold);
      }
    }
    require_equal(row.at(3), reached, "the milestones");
    require_equal(row.at(4), person.limit_changes, "the changes of the limit");
  }

  tasks::TaskPage list(const Person& person, const tasks::PageWanted& wanted) {
    auto answer = tasks::list(world_.database, person.credentials, wanted, world_.now);
    require(std::holds_alternative<tasks::TaskPage>(answer), "nothing is listed");
    return std::get<tasks::TaskPage>(std::move(answer));
  }

  static std::string text(const std::vector<tasks::Task>& tasks) {
    std::string all;
    for (const auto& task : tasks) {
      all += text(task);
    }
    return all;
  }

  static std::string tasks_of(const Person& person, CivilDay day) {
    std::string all;
    const auto found = person.days.find(day);
    if (found != person.days.end()) {
      for (const auto& [id, kept] : found->second.tasks) {
        all += text(day, id, kept);
      }
    }
    return all;
  }

  void tell(const Person& person, const std::string& what) {
    told_.push_back(shared::to_string(world_.now) + " " + person.name + " (" +
                    to_text(person.setting) + ") " + what);
    if (told_.size() > kOperationsTold) {
      told_.pop_front();
    }
  }

  void require(bool condition, const std::string& mistake) const {
    if (!condition) {
      std::string told;
      for (const auto& what : told_) {
        told += "\n  " + what;
      }
      throw Mistake{mistake + told};
    }
  }

  void require_equal(const std::string& given, const std::string& wanted,
                     const std::string& what) const {
    if (given != wanted) {
      const auto differs =
          static_cast<std::size_t>(std::ranges::mismatch(given, wanted).in1 - given.begin());
      const auto from = differs > 100 ? differs - 100 : 0;
      require(false,
              what + ": '" + given.substr(from, 300) + "', not '" + wanted.substr(from, 300) + "'");
    }
  }

  AwardWorld& world_;
  Clock clock_;
  std::mt19937_64 random_;
  std::vector<Person> people_;
  Person* actor_ = nullptr;
  Person* favourite_ = nullptr;
  std::deque<std::string> told_;
  Seen seen_;
  Phase phase_ = Phase::kMix;
  int operations_left_ = 0;
  std::size_t chapter_ = 0;
  std::size_t checks_ = 0;
  int posted_ = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_histories, AwardWorld)

BOOST_AUTO_TEST_CASE(after_every_random_operation_tasks_are_what_the_rules_say) {
  const auto seed = std::stoull(environment("DAYMARK_TEST_SEED", "20260310"));
  const auto count = std::stoul(environment("DAYMARK_TEST_TASK_OPERATIONS", "4000"));
  BOOST_TEST_MESSAGE("DAYMARK_TEST_SEED=" << seed << ", " << count << " operations");
  // What a crash would leave on the disk is not looked at here.
  admin.query("alter database " + place.name() + " set synchronous_commit = off");

  Village village{*this, seed};
  for (std::size_t done = 0; done < count; ++done) {
    try {
      village.operate();
      village.check();
    } catch (const Mistake& mistake) {
      BOOST_FAIL("operation " << done << ": " << mistake.what());
    }
  }
  if (count >= 4000) {
    const auto& seen = village.seen();
    BOOST_TEST(seen.refused);
    BOOST_TEST(seen.nothing_allowed);
    BOOST_TEST(seen.lowered_below_used);
    BOOST_TEST(seen.moved_while_running);
    BOOST_TEST(seen.quota_of_another_day);
    BOOST_TEST(seen.split);
    BOOST_TEST(seen.joined);
    BOOST_TEST(seen.left_by_posting);
    BOOST_TEST(seen.completed_by_removing);
    BOOST_TEST(seen.emptied);
    BOOST_TEST(seen.retried);
    BOOST_TEST(seen.retried_at_the_limit);
    BOOST_TEST(seen.milestones.contains(30));
  }
  BOOST_TEST_MESSAGE("until " << shared::to_string(now) << ", "
                              << ask(admin,
                                     "select count(*) || ' quotas, ' || sum(used) || "
                                     "' tasks' from task_quotas"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace daymark::db_tests
