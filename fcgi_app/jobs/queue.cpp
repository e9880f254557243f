#include "jobs/queue.hpp"

#include <algorithm>
#include <cassert>

#include "sql/queries.hpp"

namespace daymark::jobs {
namespace {

using NamedKind = std::pair<Kind, std::string_view>;

/// The service's kinds that this program knows. A newer database may have others.
std::vector<std::string_view> service_kinds() {
  std::vector<std::string_view> kinds;
  for (const auto& [kind, kind_name] : kNames) {
    if (kind != Kind::kAdjustTaskLimit) {
      kinds.push_back(kind_name);
    }
  }
  return kinds;
}

}  // namespace

std::string_view name(Kind kind) {
  return std::ranges::find(kNames, kind, &NamedKind::first)->second;
}

namespace queue {

std::optional<Taken> take_account_jobs(storage::Database& database, Instant now) {
  const auto ends_at = now + kLease;
  auto rows =
      database.write(sql::jobs::kTakeAccountJobs, {{"now", now}, {"leased_until", ends_at}});
  std::optional<Taken> taken;
  while (rows.next()) {
    const auto lease = rows.take<shared::Uuid>();
    if (!taken) {
      taken = {.kind = Kind::kAdjustTaskLimit, .lease = lease, .ends_at = ends_at};
    }
    taken->accounts.push_back(rows.take<AccountId>());
  }
  return taken;
}

std::optional<Taken> take_service_job(storage::Database& database, Instant now) {
  const auto ends_at = now + kLease;
  auto rows = database.write(sql::jobs::kTakeServiceJob,
                             {{"now", now}, {"leased_until", ends_at}, {"kinds", service_kinds()}});
  return storage::only_row(rows, [&] {
    Taken taken{.ends_at = ends_at};
    taken.lease = rows.take<shared::Uuid>();
    taken.kind = std::ranges::find(kNames, rows.take<std::string>(), &NamedKind::second)->first;
    return taken;
  });
}

bool extend(storage::Database& database, Taken& taken, Instant now) {
  assert(taken.accounts.empty());
  taken.ends_at = now + kLease;
  return database
      .write(sql::jobs::kExtendLease,
             {{"kind", name(taken.kind)}, {"lease", taken.lease}, {"leased_until", taken.ends_at}})
      .next();
}

bool finish(storage::Database& database, const Taken& taken, Instant due_at) {
  assert(taken.accounts.empty());
  return database
      .write(sql::jobs::kFinishServiceJob,
             {{"kind", name(taken.kind)}, {"lease", taken.lease}, {"due_at", due_at}})
      .next();
}

std::optional<Failed> fail(storage::Database& database, const Taken& taken, std::string_view reason,
                           Instant now) {
  assert(taken.accounts.size() <= 1);
  std::vector<storage::Parameter> parameters{{"kind", name(taken.kind)},
                                             {"lease", taken.lease},
                                             {"reason", reason},
                                             {"now", now},
                                             {"first_wait_s", kFirstWait.count()},
                                             {"wait_s_max", std::chrono::seconds{kWaitMax}.count()},
                                             {"failures_max", kFailuresMax}};
  const bool is_services = taken.accounts.empty();
  if (!is_services) {
    parameters.emplace_back("account", taken.accounts.front());
  }
  auto rows = database.write(is_services ? sql::jobs::kFailServiceJob : sql::jobs::kFailAccountJob,
                             parameters);
  return storage::only_row(rows, [&] {
    Failed failed{.failures = rows.take<int>()};
    failed.due_at = rows.take<Instant>();
    failed.is_parked = rows.take<bool>();
    return failed;
  });
}

Size count(storage::Database& database, Instant now) {
  auto row = storage::the_row(database.read(sql::jobs::kCountJobs, {{"now", now}}));
  Size size{.due = row.take<std::int64_t>()};
  size.parked = row.take<std::int64_t>();
  return size;
}

}  // namespace queue
}  // namespace daymark::jobs
