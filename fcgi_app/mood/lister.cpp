#include "mood/lister.hpp"

#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "accounts/accounts.hpp"
#include "mood/recording.hpp"
#include "mood/store.hpp"
#include "storage/failure.hpp"

namespace daymark::mood {
namespace {

StreakStatus streak_status_of(storage::Database& database, shared::AccountId account,
                              const store::Viewer& viewer) {
  const auto& newest = viewer.newest_run;
  StreakStatus status{.streak = shared::current_streak(newest, viewer.today),
                      .longest_streak = viewer.longest_streak};
  if (newest) {
    status.logged_today = newest->first_day <= viewer.today
                              ? newest->last_day >= viewer.today
                              : store::find_logged_today(database, account, viewer.today);
  }
  status.streak_expires_at = find_streak_end(database, viewer.settings, status, newest);
  compare(status, viewer.comparison);
  return status;
}

/// Makes the page of an answer from the rows that were found.
EntryPage make_page(storage::Database& database, const PageRequest& request,
                    store::FoundPage found) {
  return {.entries = server::make_page(std::move(found.entries), request.wanted.limit),
          .status = streak_status_of(database, request.credentials.account, found.viewer)};
}

}  // namespace

/// A request, and what has become of it.
struct Lister::Job {
  PageRequest request;
  TellPage tell;
  // Set when its round trip is over:
  bool is_abandoned = false;      // it was not begun
  bool is_alone = false;          // it is to be read again, alone
  std::optional<EntryPage> page;  // nullopt if the session is not alive
  accounts::SessionUse use;
  std::optional<storage::Failure> failure;

  [[nodiscard]] bool is_extension_due() const {
    return page && accounts::is_extension_due(use, request.now);
  }

  bool give_up_if_abandoned() {
    is_abandoned = request.is_abandoned && request.is_abandoned();
    return is_abandoned;
  }

  ListOutcome outcome() {
    if (is_abandoned) {
      return Abandoned{};
    }
    if (failure) {
      throw storage::Failure{*std::move(failure)};
    }
    if (!page) {
      return NotSignedIn{};
    }
    return *std::move(page);
  }
};

namespace {

template <class Job>
void take(storage::Database& database, Job& job, store::FoundPage found) {
  try {
    job.use = found.viewer.use;
    job.page = make_page(database, job.request, std::move(found));
  } catch (const storage::Failure& failure) {
    job.failure = failure;
  }
}

/// Each job gets a copy of the failure. If it is kBroken, one of the pages may be the cause, so
/// each is read again alone; without a database, they would fail alone too.
template <class Jobs>
void fail(const Jobs& jobs, storage::FailureKind kind, const char* text) {
  for (const auto& job : jobs) {
    job->is_alone = jobs.size() > 1 && kind == storage::FailureKind::kBroken;
    job->failure.emplace(kind, text);
  }
}

/// Reads the pages of all jobs in one round trip. Does not throw.
template <class Jobs>
void read(storage::Database& database, const Jobs& jobs) {
  std::vector<const PageRequest*> requests;
  requests.reserve(jobs.size());
  for (const auto& job : jobs) {
    requests.push_back(&job->request);
  }
  try {
    auto pages = store::list_pages(database, requests);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (pages[i]) {
        take(database, *jobs[i], *std::move(pages[i]));
      }
    }
  } catch (const storage::Failure& failure) {
    fail(jobs, failure.kind(), failure.what());
  } catch (const std::exception& error) {
    fail(jobs, storage::FailureKind::kBroken, error.what());
  }
}

}  // namespace

ListOutcome list_alone(storage::Database& database, const PageRequest& request) {
  const std::array requests{&request};
  auto found = std::move(store::list_pages(database, requests).front());
  if (!found) {
    return NotSignedIn{};
  }
  accounts::extend_session(database, request.credentials, found->viewer.use, request.now);
  return make_page(database, request, *std::move(found));
}

Lister::Lister(storage::RunElsewhere run_elsewhere)
    : run_elsewhere_(std::move(run_elsewhere)),
      batcher_(
          kListerSizes,
          {.is_abandoned = [](Job& job) { return job.give_up_if_abandoned(); },
           .carry_out = [](storage::Database& database,
                           std::span<const std::unique_ptr<Job>> jobs) { read(database, jobs); },
           .comes_again = [](const Job&) { return false; },
           .finish = [this](std::unique_ptr<Job> job) { finish(std::move(job)); },
           .run_elsewhere = run_elsewhere_}) {}

Lister::~Lister() = default;

std::size_t Lister::waiting() { return batcher_.waiting(); }

void Lister::list(storage::Database& database, PageRequest request, TellPage tell) {
  if (request.wanted.limit > server::kPageLimitDefault) {
    tell([&] { return list_alone(database, request); });
    return;
  }
  auto job = std::make_unique<Job>();
  job->request = std::move(request);
  job->tell = std::move(tell);
  batcher_.submit(std::move(job));
}

void Lister::finish(std::unique_ptr<Job> job) {
  if (!job->is_alone && !job->is_extension_due()) {
    job->tell([&] { return job->outcome(); });
    return;
  }
  // Elsewhere, because it may take long and other answers wait for this thread.
  const std::shared_ptr<Job> shared = std::move(job);
  run_elsewhere_([shared](storage::Database& database) {
    shared->tell([&] {
      if (shared->is_alone) {
        return list_alone(database, shared->request);
      }
      accounts::extend_session(database, shared->request.credentials, shared->use,
                               shared->request.now);
      return shared->outcome();
    });
  });
}

}  // namespace daymark::mood
